package gui

import (
	"strings"
	"testing"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
)

func TestPreview(t *testing.T) {
	long := strings.Repeat("a", previewBytes-1)
	tests := []struct {
		name, way, encoding, payload string
		want                         string
	}{
		{"at first", "", "", "a你\n\xff", "a你LFFF"},
		{"unknown", "Morse", "klingon", "a\n", "aLF"},
		{"gbk", "Text", "gbk", "\xc4\xe3\r\n", "你CRLF"},
		{"escapes", "Escapes", "gbk", "\xc4\xe3\r\n\xff", `你\r\n\xFF`},
		{"hex", "Hex", "gbk", "\xc4\xe3\n", "c4 e3 0a"},
		{"a character at the end is whole", "Text", "gbk", long + "\xc4\xe3xxxxxx", long + "你"},
		{"with escapes", "Escapes", "gbk", long + "\xc4\xe3xxxxxx", long + "你"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var p preview
			var r widgets.Row
			p.choose(test.way, test.encoding)
			p.add(&r, []byte(test.payload))
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
