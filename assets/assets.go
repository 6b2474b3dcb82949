// Package assets holds the files that are built into the program.
package assets

import "embed"

// Icon is the program's icon, a PNG of 256x256.
//
//go:embed icon.png
var Icon []byte

// Translations are the sentences of the window in other languages than English, a file a language.
//
//go:embed translations
var Translations embed.FS
