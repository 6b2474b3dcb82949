// Package fynecache makes Fyne keep the texture of a text for 15 s after it was last drawn, not 60 s: a window in which
// numbers change many times a second would hold thousands of them. Fyne reads the variable when it is initialised, so it
// has to be set before, in a package that needs nothing but os. A value that was given from outside stays.
package fynecache

import "os"

func init() {
	const name = "FYNE_CACHE"
	if os.Getenv(name) == "" {
		os.Setenv(name, "15s")
	}
}
