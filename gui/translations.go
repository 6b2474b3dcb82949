package gui

import (
	"encoding/json"
	"errors"
	"io/fs"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"wirevise/assets"
)

// fyneSpeaks are the languages that Fyne has its own sentences in, beside English and those that the window is translated to.
var fyneSpeaks = []fyne.Locale{"cs", "de", "el", "es", "fr", "ja", "pl", "pt", "pt-BR", "ru", "sv", "ta", "uk"}

// LoadTranslations makes the window speak the system's language where there is a translation. Call it before New.
//
// A file is named after its language the way Fyne names its own, zh_Hans for Simplified Chinese: both are one language then,
// and the words of Fyne's dialogs are found too.
func LoadTranslations() error {
	err := lang.AddTranslationsFS(assets.Translations, "translations")
	switch language, _, _ := strings.Cut(lang.SystemLocale().String(), "-"); language {
	case "en", "zh":
		return err
	}
	// In a language that Fyne has and the window has not, Fyne would report each of the window's sentences as missing, each
	// time it is said.
	english, err2 := englishSentences()
	for _, l := range fyneSpeaks {
		err2 = errors.Join(err2, lang.AddTranslationsForLocale(english, l))
	}
	return errors.Join(err, err2)
}

// englishSentences is a translation from English to English.
func englishSentences() ([]byte, error) {
	data, err := fs.ReadFile(assets.Translations, "translations/zh_Hans.json")
	if err != nil {
		return nil, err
	}
	var texts map[string]string
	if err := json.Unmarshal(data, &texts); err != nil {
		return nil, err
	}
	for key := range texts {
		texts[key] = key
	}
	return json.Marshal(texts)
}
