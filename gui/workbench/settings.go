package workbench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"wirevise/gui/msglog"
	"wirevise/gui/query"
	"wirevise/netcore/capture"
	"wirevise/netcore/codec"
)

// Settings are what a person chose, for all windows.
type Settings struct {
	CardSeen   bool   `json:"cardSeen"`           // the first-start card was closed
	EnterSends bool   `json:"enterSends"`         // Enter sends, Shift+Enter breaks the line
	Programs   bool   `json:"programs,omitempty"` // replies may run programs
	Appearance string `json:"appearance"`         // "", "light" or "dark"; "" follows the system
	LogMebi    int64  `json:"logMebi"`            // disk for the message log's sessions in MiB; 0: DefaultLogLimit

	MessagesAs string `json:"messagesAs"` // what the log shows payloads as: "" and "Text", "Escapes" or "Hex"
	MessagesIn string `json:"messagesIn"` // the encoding it reads them in; "" is UTF-8

	Columns    map[string]Column `json:"columns,omitempty"`    // of the log, by name; those left as they were are not here
	Times      string            `json:"times,omitempty"`      // what the log's times count from; "": the time of day
	PlainPeers bool              `json:"plainPeers,omitempty"` // peers are not told apart by colour

	Pieces string `json:"pieces,omitempty"` // what the log shows of streams that are cut: "" and "frames", "reads" or "both"

	Filters   []string `json:"filters,omitempty"`   // the log's last ones, newest first
	MatchCase bool     `json:"matchCase,omitempty"` // in filters and searches
	AlsoIn    []string `json:"alsoIn,omitempty"`    // encodings by name that their text is looked for in, besides UTF-8
}

// maxFilters is how many filters are kept.
const maxFilters = 20

// KeepFilter puts a filter before those kept and reports whether that changed anything.
func (s *Settings) KeepFilter(text string) bool {
	if strings.TrimSpace(text) == "" || len(s.Filters) > 0 && s.Filters[0] == text {
		return false
	}
	filters := append([]string{text}, slices.DeleteFunc(slices.Clone(s.Filters), func(f string) bool { return f == text })...)
	s.Filters = filters[:min(len(filters), maxFilters)]
	return true
}

// QueryOptions are how filters and searches are read. Encodings that there are no more are left out.
func (s *Settings) QueryOptions() query.Options {
	o := query.Options{MatchCase: s.MatchCase}
	for _, name := range s.AlsoIn {
		if e, ok := codec.Lookup(name); ok {
			o.Encodings = append(o.Encodings, e)
		}
	}
	return o
}

// LogPieces is what the log shows of streams that are cut.
func (s *Settings) LogPieces() msglog.Pieces {
	if p, ok := msglog.PiecesNamed(s.Pieces); ok {
		return p
	}
	return msglog.Frames
}

// A Column is what a person chose for a column of the log.
type Column struct {
	Chars  int  `json:"chars,omitempty"`  // its width in characters; 0: as wide as it comes
	Hidden bool `json:"hidden,omitempty"` //
	Stays  bool `json:"stays,omitempty"`  // even where there is little room
}

// SettingsFile returns where the settings of this person are kept.
func SettingsFile() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, "wirevise", "settings.json"), nil
}

// LoadSettings reads path; a file that is not there yet gives the defaults. With an error the defaults are returned too, for
// the window has to open all the same.
func LoadSettings(path string) (Settings, error) {
	var s Settings
	if err := loadJSON(path, &s); err != nil {
		return Settings{}, fmt.Errorf("settings: %w", err)
	}
	return s, nil
}

// Save writes the settings whole or not at all.
func (s Settings) Save(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return SaveJSON(path, s)
}

// loadJSON reads what SaveJSON wrote into v, and leaves v as it is where there is no file yet.
func loadJSON(path string, v any) error {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(data, v)
	}
	return err
}

// SaveJSON writes v to a file as JSON for people to read, whole or not at all.
func SaveJSON(path string, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return capture.File(context.Background(), path, func(w io.Writer) error {
		_, err := w.Write(append(data, '\n'))
		return err
	}, nil)
}

// LogLimit returns the bound of the message log in bytes on disk.
func (s Settings) LogLimit() int64 {
	if s.LogMebi <= 0 {
		return DefaultLogLimit
	}
	return s.LogMebi << 20
}
