package workbench

import (
	"errors"
	"strings"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/codec"
)

// rowsAt puts rows into the log, one for each payload, a second apart; nil is a row that is not about bytes. They are all
// selected.
func (b *bench) rowsAt(first time.Time, payloads ...[]byte) {
	b.t.Helper()
	var batch []netcore.Event
	for i, p := range payloads {
		e := netcore.Event{Time: first.Add(time.Duration(i) * time.Second), Kind: netcore.Received, Endpoint: 1, Session: 1, Name: "Server 9000", Payload: p}
		if p == nil {
			e.Kind, e.Note = netcore.Opened, "listening"
		}
		batch = append(batch, e)
	}
	before := b.log.Held
	b.live.store.Append(batch)
	b.until("the rows", func() bool { return b.log.Held == before+uint64(len(batch)) && b.log.Rows == b.Rows() })
	b.Selection().All(b.View())
}

func (b *bench) copied(form CopyForm, e codec.Encoding) (text string, rows int, err error) {
	b.t.Helper()
	done := false
	b.CopyRows(form, e, func(t string, n int, e error) { text, rows, err, done = t, n, e, true })
	b.until("the copy", func() bool { return done })
	return text, rows, err
}

func TestCopyForms(t *testing.T) {
	b := newBench(t)
	b.rowsAt(time.Date(2026, 3, 4, 14, 2, 3, 0, time.Local), nil, []byte("GET /\r\n"), []byte{0xc4, 0xe3}, []byte{})
	gbk, _ := codec.Lookup("gbk")
	for _, tt := range []struct {
		form     CopyForm
		encoding codec.Encoding
		want     string
	}{
		{CopyHex, codec.Encoding{}, "47 45 54 20 2f 0d 0a\nc4 e3\n\n"},
		{CopyPayload, gbk, "GET /\r\n你\n\n"},
	} {
		if got, rows, err := b.copied(tt.form, tt.encoding); got != tt.want || rows != 4 || err != nil {
			t.Errorf("%v: %q of %d rows, %v, want %q of 4", tt.form, got, rows, err, tt.want)
		}
	}
	for form, want := range map[CopyForm][]string{
		CopyText: {"14:02:03.000000\tServer 9000\topened", "listening", `GET /\r\n`},
		CopyJSON: {`"kind":"opened"`, `"text":"GET /\r\n"`, `"data":"xOM="`},
	} {
		got, _, err := b.copied(form, codec.Encoding{})
		for _, w := range want {
			if !strings.Contains(got, w) || strings.Count(got, "\n") != 4 || err != nil {
				t.Errorf("%v: %q, %v, want %q in one of four lines", form, got, err, w)
			}
		}
	}
	if got := CopyForm(9).String(); got != "CopyForm(9)" {
		t.Errorf("a form that is none calls itself %q", got)
	}
}

func TestCopyIsBounded(t *testing.T) {
	b := newBench(t)
	third := make([]byte, maxCopied/3-100)
	for i := range third {
		third[i] = 'x'
	}
	b.rowsAt(time.Now(), third, third) // three times as long in hex
	if text, _, err := b.copied(CopyPayload, codec.Encoding{}); err != nil || len(text) != 2*len(third)+2 {
		t.Errorf("two thirds of what fits: %d bytes, %v", len(text), err)
	}
	if text, _, err := b.copied(CopyHex, codec.Encoding{}); !errors.Is(err, errTooMuch) || text != "" {
		t.Errorf("in hex: %d bytes, %v, want that it is too much", len(text), err)
	}
	b.rowsAt(time.Now(), make([]byte, maxCopied+1))
	tooMuch := false
	for range b.book().few(t.Context(), b.Selection().Seqs(), &tooMuch) {
		if tooMuch {
			t.Error("a row that does not fit is read")
		}
	}
	if !tooMuch {
		t.Error("all rows are read, though one is more than fits")
	}
	for form := CopyText; form <= CopyPayload; form++ {
		if text, _, err := b.copied(form, codec.Encoding{}); !errors.Is(err, errTooMuch) || text != "" {
			t.Errorf("%v: %d bytes, %v, want that it is too much", form, len(text), err)
		}
	}
}
