package codec

import "testing"

func TestMap(t *testing.T) {
	for _, tt := range []struct {
		name, encoding, payload, text string
		places                        map[int]int // of the text, in the payload
	}{
		{"utf-8", "utf-8", "aä\xffb", "aä\ufffdb", map[int]int{0: 0, 1: 1, 3: 3, 6: 4, 7: 5}},
		{"latin1", "latin1", "\xffa\x80", "ÿa\u0080", map[int]int{0: 0, 2: 1, 3: 2, 5: 3}},
		{"gbk", "gbk", "a\xc4\xe3\xba", "a你\ufffd", map[int]int{0: 0, 1: 1, 4: 3, 7: 4}},
		{"bytes that only switch", "iso-2022-jp", "\x1b$BF|\x1b(BA", "日A", map[int]int{0: 3, 3: 8, 4: 9}},
		{"nothing", "gbk", "", "", map[int]int{0: 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := mustLookup(t, tt.encoding).Map([]byte(tt.payload))
			if string(m.Text) != tt.text {
				t.Errorf("the text is %q, want %q", m.Text, tt.text)
			}
			for at, want := range tt.places {
				if got := m.Place(at); got != want {
					t.Errorf("Place(%d) = %d, want %d", at, got, want)
				}
			}
		})
	}
}
