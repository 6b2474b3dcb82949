package main

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/sirupsen/logrus"

	"wirevise/gui/workbench"
	"wirevise/netcore/codec"
)

// What can't be read is work of a person, who may mend it by hand: no save goes over it, in no run of the program.
func TestDamagedFilesAreKept(t *testing.T) {
	home := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "AppData"} {
		t.Setenv(name, home)
	}
	settings, err := workbench.SettingsFile()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Dir(settings)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	logger := logrus.New()
	logger.SetOutput(io.Discard)
	log := logrus.NewEntry(logger)
	names := []string{"settings.json", "history.json", "replies.json"}
	for _, text := range []string{"{first", "{second"} {
		for _, name := range names {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		s, saveSettings := loadSettings(log)
		saveSettings(s)
		loadHistory(log).Add("server", codec.Composition{Text: "x"})
		r, saveReplies := loadReplies(log)
		saveReplies(r)
	}
	for _, name := range names {
		for end, want := range map[string]string{".damaged-1": "{first", ".damaged-2": "{second"} {
			if got, err := os.ReadFile(filepath.Join(dir, name+end)); string(got) != want {
				t.Errorf("%s has %q (%v), want %q", name+end, got, err, want)
			}
		}
	}
}
