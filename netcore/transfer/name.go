package transfer

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"wirevise/netcore"
)

const (
	// namePart is how long a part of a file's name may be, in bytes: names of files have 255.
	namePart = 60
	// nameTries is how many names are tried for one file.
	nameTries = 1000
)

// nameFor is the name of the file for what a session receives: 2026-02-03_14-05-06.789_Server-9000_#3_192.0.2.7-50123.bin.
func nameFor(now time.Time, s netcore.SessionInfo) string {
	name := now.Format("2006-01-02_15-04-05.000") + "_" + safe(s.Name) + fmt.Sprintf("_#%d", s.ID)
	if s.Peer != "" {
		name += "_" + safe(s.Peer)
	}
	return name + ".bin"
}

// safe makes of a text a part of a name that every system takes.
func safe(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._-%", r) {
			return r
		}
		return '-'
	}, strings.ToValidUTF8(text, "-"))
	for len(text) > namePart {
		_, n := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-n]
	}
	return strings.Trim(text, "-.")
}

// createBesides makes a new file, with another name when there is one of that name.
func createBesides(path string) (*os.File, string, error) {
	ext := filepath.Ext(path)
	for n := 2; ; n++ {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) || n > nameTries {
			return f, path, err
		}
		stem := strings.TrimSuffix(path, ext)
		if n > 2 {
			stem = strings.TrimSuffix(stem, fmt.Sprintf("_%d", n-1))
		}
		path = fmt.Sprintf("%s_%d%s", stem, n, ext)
	}
}
