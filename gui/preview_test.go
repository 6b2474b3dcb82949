package gui

import (
	"strings"
	"testing"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
)

func TestPreview(t *testing.T) {
	tests := []struct {
		name, way, encoding, payload string
		more                         bool
		want                         string
	}{
		{"at first", "", "", "a你\n\xff", false, "a你LFFF"},
		{"unknown", "Morse", "klingon", "a\n", false, "aLF"},
		{"gbk", "Text", "gbk", "\xc4\xe3\r\n", false, "你CRLF"},
		{"escapes", "Escapes", "gbk", "\xc4\xe3\r\n\xff", false, `你\r\n\xFF`},
		{"hex", "Hex", "gbk", "\xc4\xe3\n", false, "c4 e3 0a"},
		{"a character at the end is whole", "Text", "gbk", "abc\xc4\xe3xxxxxxx", true, "abc你"},
		{"or not there", "Escapes", "gbk", "abc\xc4\xe3xxxxxxxx", true, "abc你"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var p preview
			var r widgets.Row
			p.choose(test.way, test.encoding)
			p.add(&r, []byte(test.payload), test.more)
			got := ""
			for _, s := range r.Cells[0].Spans {
				got += s.Text
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestMessagesAreShownAsChosen(t *testing.T) {
	p := sitDownWith(t, workbench.Settings{CardSeen: true, MessagesAs: "Escapes", MessagesIn: "gbk"}, nil)
	c := p.dial(p.serve())
	c.Write([]byte("\xc4\xe3 Q20\n"))
	p.logged(`你 Q20\n`)
	items := p.messagesMenu().ChildMenu.Items
	items[2].Action()
	if got := p.logText(); !strings.Contains(got, "c4 e3 20 51") || !items[2].Checked || items[1].Checked {
		t.Errorf("as hex:\n%s", got)
	}
	if n := len(p.kept); n == 0 || p.kept[n-1].MessagesAs != "Hex" {
		t.Errorf("kept %+v", p.kept)
	}
	items[0].Action()
	p.askPreviewEncoding()
	has(t, "the dialog", p.dialogText(), "gbk")
	p.answer("Close")
}
