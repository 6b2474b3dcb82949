package gui

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"wirevise/netcore/framing"
)

func bytesTyped(b string) string {
	if b == "" {
		return ""
	}
	return framing.BytesText(b)
}

func numberTyped(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// A framingReader reads fields and keeps the first mistake.
type framingReader struct{ err error }

func (r *framingReader) fail(part framing.Part, text string) {
	if r.err == nil {
		r.err = &framing.Error{Part: part, Text: text}
	}
}

func (r *framingReader) bytes(typed string, part framing.Part) string {
	if strings.TrimSpace(typed) == "" {
		return ""
	}
	b, err := framing.ParseBytes(typed)
	if err != nil {
		r.fail(part, err.Error())
	}
	return b
}

func (r *framingReader) size(typed string, part framing.Part, optional bool) int {
	if optional && strings.TrimSpace(typed) == "" {
		return 0
	}
	n, err := framing.ParseSize(typed)
	if err != nil {
		r.fail(part, err.Error())
	} else if n == 0 {
		r.fail(part, tr("at least 1 byte"))
	}
	if optional && n == framing.DefaultLimit {
		return 0
	}
	return n
}

// number reads a number, or nothing.
func (r *framingReader) number(typed string, part framing.Part, most int) int {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return 0
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 0 || n > most {
		r.fail(part, trf("a number from 0 to %d", most))
	}
	return n
}

func (r *framingReader) pause(typed string) time.Duration {
	f, err := framing.Parse("gap:" + strings.ReplaceAll(typed, ",", " "))
	var wrong *framing.Error
	if errors.As(err, &wrong) {
		r.fail(framing.PartPause, wrong.Text)
		return 0
	}
	return f.(framing.Gap).Pause
}
