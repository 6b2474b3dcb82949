package gui

import (
	"fyne.io/fyne/v2/lang"

	"wirevise/assets"
)

// LoadTranslations makes the window speak the system's language where there is a translation. Call it before New.
func LoadTranslations() error { return lang.AddTranslationsFS(assets.Translations, "translations") }
