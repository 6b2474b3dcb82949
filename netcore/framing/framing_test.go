package framing

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"unsafe"

	"wirevise/netcore"
)

// A frame as the tests write it: a payload, and ! in front of a broken one.
func plain(frames []netcore.Frame) (texts []string) {
	for _, f := range frames {
		text := string(f.Payload)
		if f.Broken != "" {
			text = "!" + text
		}
		texts = append(texts, text)
	}
	return texts
}

// cutAll cuts a stream that comes in reads of these sizes, over and over; no sizes are one read. It sees to what holds for every
// cutter: what was read is not written to, nor is a frame that was given away, and a frame within one read is a slice of it.
func cutAll(t testing.TB, f netcore.Framer, stream []byte, sizes ...int) []netcore.Frame {
	t.Helper()
	c := f.Cutter()
	var frames, kept []netcore.Frame
	var reads [][]byte
	note := func() {
		for _, f := range frames[len(kept):] {
			if f.Payload == nil {
				t.Error("a frame has a payload that is nil")
			}
			if len(reads) == 0 || !within(f.Payload, reads[len(reads)-1]) {
				for spare := f.Payload[len(f.Payload):cap(f.Payload)]; len(spare) > 0; spare = spare[1:] {
					spare[0] = '~' // whose it is may append
				}
			}
			kept = append(kept, netcore.Frame{Payload: bytes.Clone(f.Payload), Broken: f.Broken})
		}
	}
	for at, i := 0, 0; at < len(stream); i++ {
		n := len(stream) - at
		if len(sizes) > 0 {
			n = min(n, max(1, sizes[i%len(sizes)]))
		}
		room := make([]byte, n, n+7) // as of a block that goes on
		copy(room, stream[at:at+n])
		reads = append(reads, room)
		frames = c.Cut(frames, room)
		note()
		at += n
	}
	frames = c.End(frames)
	note()
	for i, f := range frames {
		if !bytes.Equal(f.Payload, kept[i].Payload) {
			t.Errorf("frame %d was written to after it was given away: %q, before %q", i, f.Payload, kept[i].Payload)
		}
	}
	if got := bytes.Join(reads, nil); !bytes.Equal(got, stream) {
		t.Errorf("what was read was written to")
	}
	return frames
}

// within reports whether p is a slice data[i:j].
func within(p, data []byte) bool {
	return cap(p) > 0 && cap(data) > 0 && cap(p) <= cap(data) && unsafe.SliceData(p[:cap(p)][cap(p)-1:]) == unsafe.SliceData(data[:cap(data)][cap(data)-1:])
}

var splits = [][]int{nil, {1}, {2}, {3}, {7}, {1, 5}, {64, 1}, {1000}}

// testCuts cuts stream in every way and wants these frames.
func testCuts(t *testing.T, f netcore.Framer, stream string, want ...string) {
	t.Helper()
	var said []string
	for i, sizes := range splits {
		frames := cutAll(t, f, []byte(stream), sizes...)
		if got := plain(frames); !slices.Equal(got, want) {
			t.Errorf("%s in reads of %v: got %q, want %q", Text(f), sizes, got, want)
		}
		var broken []string
		for _, f := range frames {
			broken = append(broken, f.Broken)
		}
		if i == 0 {
			said = broken
		} else if !slices.Equal(broken, said) {
			t.Errorf("%s in reads of %v: says %q, in one %q", Text(f), sizes, broken, said)
		}
	}
}

func mustParse(t testing.TB, text string) netcore.Framer {
	t.Helper()
	f, err := Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return f
}

func TestCuts(t *testing.T) {
	for _, test := range []struct {
		name, framing, stream string
		want                  []string
	}{
		{"lines of both kinds", "lines", "a\nb\r\n\n\r\nlast\n", []string{"a", "b", "", "", "last"}},
		{"a CR within a line", "lines", "a\rb\r\r\nc\n", []string{"a\rb\r", "c"}},
		{"a line without an end", "lines", "a\nrest\r", []string{"a", "!rest\r"}},
		{"LF alone", "lines:lf", "a\r\nb\n", []string{"a\r", "b"}},
		{"CRLF alone", "lines:crlf", "a\nb\r\nc\r\r\n\r\n", []string{"a\nb", "c\r", ""}},
		{"CRLF cut off", "lines:crlf", "a\r\nb\r", []string{"a", "!b\r"}},
		{"a line of the limit", "lines,limit=3", "abc\nabc\r\nab\n", []string{"abc", "abc", "ab"}},
		{"a line over the limit", "lines,limit=3", "abcd\nabcdefg\r\nok\n", []string{"!abc", "!d", "!abc", "!def", "!g", "ok"}},
		{"a line of twice the limit", "lines,limit=3", "abcdef\nok\n", []string{"!abc", "!def", "ok"}},
		{"a CR beyond the limit", "lines,limit=3", "abc\rd\nabc\r", []string{"!abc", "!\rd", "!abc", "!\r"}},
		{"a rest over the limit", "lines,limit=3", "abcdef", []string{"!abc", "!def"}},
		{"nothing", "lines", "", nil},

		{"a delimiter", "delimiter:\"||\"", "a||b|c|||d||||", []string{"a", "b|c", "|d", ""}},
		{"a delimiter of one byte", "delimiter:00", "a\x00\x00b", []string{"a", "", "!b"}},
		{"a delimiter that overlaps itself", "delimiter:\"aab\"", "aaab|aaabaab", []string{"a", "|a", ""}},
		{"a delimiter at the limit", "delimiter:\"END\",limit=4", "abcdENDabcdeENDabcdEN", []string{"abcd", "!abcd", "!e", "!abcd", "!EN"}},

		{"fixed", "fixed:3", "abcdefgh", []string{"abc", "def", "!gh"}},
		{"fixed of one byte", "fixed:1", "abc", []string{"a", "b", "c"}},

		{"one byte", "length:u8", "\x03abc\x00\x01x\x05ab", []string{"abc", "", "x", "!\x05ab"}},
		{"two bytes, big-endian", "length:u16be", "\x00\x02ab\x00\x01c\x00", []string{"ab", "c", "!\x00"}},
		{"two bytes, little-endian", "length:u16le", "\x02\x00ab\x01\x00c", []string{"ab", "c"}},
		{"four bytes, big-endian", "length:u32be", "\x00\x00\x00\x02ab", []string{"ab"}},
		{"four bytes, little-endian", "length:u32le", "\x02\x00\x00\x00ab", []string{"ab"}},
		{"eight bytes, big-endian", "length:u64be", "\x00\x00\x00\x00\x00\x00\x00\x02ab", []string{"ab"}},
		{"eight bytes, little-endian", "length:u64le", "\x02\x00\x00\x00\x00\x00\x00\x00ab", []string{"ab"}},
		{"counting itself", "length:u16be,counts=self", "\x00\x04ab\x00\x02", []string{"ab", ""}},
		{"less than itself", "length:u16be,counts=self", "\x00\x01\x00\x04ab", []string{"!\x00\x01", "ab"}},
		{"behind an offset", "length:u16be,offset=4", "TTPP\x00\x02ab", []string{"TTPPab"}},
		{"counting the frame", "length:u16be,offset=2,counts=frame", "TT\x00\x06abTT\x00\x04", []string{"TTab", "TT"}},
		{"less than the frame", "length:u16be,offset=2,counts=frame", "TT\x00\x03TT\x00\x05x", []string{"!TT\x00\x03", "TTx"}},
		{"over the limit", "length:u8,limit=4", "\x09123456789\x04good", []string{"!\x09123", "!4567", "!89", "good"}},
		{"over the limit behind an offset", "length:u8,offset=1,limit=4", "T\x041234T\x03123", []string{"!T\x0412", "!34", "T123"}},
		{"over the limit and cut off", "length:u8,limit=4", "\x0912345", []string{"!\x09123", "!45"}},
		{"more than there are numbers", "length:u64be,offset=1,limit=4", "T\xff\xff\xff\xff\xff\xff\xff\xffab", []string{"!T\xff\xff\xff", "!\xff\xff\xff\xff", "!\xffab"}},
		{"a tail", "length:u8,tail=\"\\n\"", "\x02ab\n\x00\n", []string{"ab", ""}},
		{"no tail", "length:u8,tail=\"\\n\"", "\x02ab\x01c\n", []string{"!\x02ab", "c"}},

		{"varint", "length:varint", "\x03abc\x80\x01" + string(bytes.Repeat([]byte("x"), 128)), []string{"abc", string(bytes.Repeat([]byte("x"), 128))}},
		{"varint in more bytes than it needs", "length:varint", "\x82\x00ab", []string{"ab"}},
		{"varint that does not end", "length:varint", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02ab", []string{"!\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "ab"}},
		{"varint of 65 bits", "length:varint", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02\x02ab", []string{"!\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", "ab"}},

		{"netstrings", "netstring", "5:hello,0:,12:hello world!,", []string{"hello", "", "hello world!"}},
		{"netstring without its comma", "netstring", "5:hello5:world,", []string{"!5:hello", "world"}},
		{"no number", "netstring", "HTTP/1.1 200 OK\r\n5:hello,", []string{"!HTTP/1.1 200 OK\r\n", "hello"}},
		{"a number within a number", "netstring", "x15:fifteen bytes..,12x3:abc,", []string{"!x", "fifteen bytes..", "!12x", "abc"}},
		{"no number over the limit", "netstring,limit=4", "abcdefghij2:ok,", []string{"!abcd", "!efgh", "!ij", "ok"}},
		{"lost, a length over the limit is none", "netstring,limit=4", "x99:1:a,", []string{"!x99:", "a"}},
		{"too many digits", "netstring", "00000000000000000005:x2:ok,", []string{"!00000000000000000005:x", "ok"}},
		{"decimal and a space", "length:decimal,end=\" \"", "5 hello2 ok", []string{"hello", "ok"}},
		{"decimal without an end", "length:decimal,end=none", "5hello2ok0,", []string{"hello", "ok", "", "!,"}},
		{"decimal of a width", "length:decimal,width=4", "0005hello   2ok2   ok00x1", []string{"hello", "ok", "ok", "!00x1"}},
		{"decimal with a hole", "length:decimal,width=4", "1x  0002ok", []string{"!1x  ", "ok"}},
		{"zeros and spaces in front", "length:decimal,width=4", " 0020002ok", []string{"! ", "!0020002ok"}},
		{"decimal that counts itself", "length:decimal,counts=self", "7:hello", []string{"hello"}},
		{"decimal less than itself", "length:decimal,counts=self", "1:7:hello", []string{"!1:", "hello"}},
		{"decimal cut off", "netstring", "5:hello,12", []string{"hello", "!12"}},
	} {
		t.Run(test.name, func(t *testing.T) { testCuts(t, mustParse(t, test.framing), test.stream, test.want...) })
	}
}

func TestFrameWithinReadIsSliceOfIt(t *testing.T) {
	for _, test := range []struct{ framing, head, stream string }{
		{"lines", "x", "ab\ncd\r\n"},
		{"lines:crlf", "x\r", "\nab\r\ncd\r\n"},
		{"lines:lf,limit=2", "x", "abcdefgh\n"},
		{"delimiter:\"--\"", "x-", "-ab--cd--"},
		{"fixed:2", "x", "yabcdef"},
		{"length:u16be", "\x00", "\x02xy\x00\x02ab\x00\x02cd"},
		{"netstring", "2:", "xy,2:ab,"},
		{"netstring", "2:", "xy,bad2:ab,"},
		{"length:u8,limit=2", "\x01", "x\x05abcde"},
	} {
		t.Run(test.framing, func(t *testing.T) {
			c := mustParse(t, test.framing).Cutter()
			if got := c.Cut(nil, []byte(test.head)); len(got) != 0 {
				t.Fatalf("got %q of the head", plain(got))
			}
			data := append(make([]byte, 0, 100), test.stream...)
			frames := c.Cut(nil, data)
			if len(frames) < 2 {
				t.Fatalf("got %q", plain(frames))
			}
			for _, f := range frames[1:] {
				if !within(f.Payload, data) {
					t.Errorf("%q is no slice of what was read", f.Payload)
				}
			}
		})
	}
}

func TestWrap(t *testing.T) {
	for _, test := range []struct{ name, framing, payload, want string }{
		{"a line", "lines", "ab", "ab\n"},
		{"a line of the web", "lines:crlf", "ab", "ab\r\n"},
		{"a delimiter", "delimiter:fffe", "ab", "ab\xff\xfe"},
		{"fixed", "fixed:2", "ab", "ab"},
		{"filled", "fixed:4,pad=00", "ab", "ab\x00\x00"},
		{"little-endian", "length:u32le", "ab", "\x02\x00\x00\x00ab"},
		{"the whole frame behind an offset", "length:u16be,offset=2,counts=frame", "TTab", "TT\x00\x06ab"},
		{"a varint of two bytes", "length:varint", string(make([]byte, 300)), "\xac\x02" + string(make([]byte, 300))},
		{"a varint that counts itself", "length:varint,counts=self", string(make([]byte, 127)), "\x81\x01" + string(make([]byte, 127))},
		{"netstring", "netstring", "hello", "5:hello,"},
		{"decimal that grows by counting itself", "length:decimal,counts=self", "12345678", "11:12345678"},
		{"decimal with zeros", "length:decimal,width=4", "ab", "0002ab"},
		{"decimal, left-aligned", "length:decimal,width=4,fill=right", "ab", "2   ab"},
		{"decimal, right-aligned", "length:decimal,width=4,fill=left", "ab", "   2ab"},
		{"a tail counted", "length:u8,counts=frame,tail=0a", "ab", "\x04ab\n"},
		{"a pause", "gap:20ms", "ab", "ab"},
		{"an empty line", "lines", "", "\n"},
		{"a line with its ending", "lines", "ab\r\n", "ab\r\n"},
		{"a line of the web with its ending", "lines:crlf", "ab\r\n", "ab\r\n"},
		{"a line of the web with another ending", "lines:crlf", "ab\n", "ab\n\r\n"},
		{"a delimiter that is there", "delimiter:fffe", "ab\xff\xfe", "ab\xff\xfe"},
		{"half a delimiter", "delimiter:fffe", "ab\xff", "ab\xff\xff\xfe"},
		{"a comma that is the text's", "netstring", "a,", "2:a,,"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w, err := mustParse(t, test.framing).Wrap(int64(len(test.payload)))
			if err != nil {
				t.Fatal(err)
			}
			if got := string(w.Append(nil, []byte(test.payload))); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestWrapRefuses(t *testing.T) {
	for _, test := range []struct {
		framing string
		size    int64
		want    string
	}{
		{"fixed:4", 5, "the message has 5 bytes, its frame holds 4"},
		{"fixed:4", 3, "the message has 3 bytes, its frame needs 4 and there is no byte to fill it with"},
		{"length:u8", 256, "the length would be 256, and u8 holds at most 255"},
		{"length:u16be,counts=self", 65534, "the length would be 65536, and u16be holds at most 65535"},
		{"length:u32le", 1 << 32, "the length would be 4294967296, and u32le holds at most 4294967295"},
		{"length:u8,offset=2", 1, "the message has 1 bytes, and the length goes behind the first 2"},
		{"length:decimal,width=2", 100, "the length would be 100, and there is room for 2 digits"},
		{"length:decimal,end=none", 0, "a length with nothing behind it has no end"},
	} {
		t.Run(fmt.Sprintf("%s/%d", test.framing, test.size), func(t *testing.T) {
			if _, err := mustParse(t, test.framing).Wrap(test.size); err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
	if _, err := mustParse(t, "length:u64be").Wrap(5 << 30); err != nil {
		t.Errorf("5 GiB behind a length of 64 bits: %v", err)
	}
}

func TestBrokenSays(t *testing.T) {
	for _, test := range []struct{ framing, stream, want string }{
		{"lines,limit=4k", string(make([]byte, 5000)), "the line is longer than its limit of 4 KiB"},
		{"lines", "x", "the stream ended without the line ending"},
		{"delimiter:00", "x", "the stream ended without the delimiter"},
		{"delimiter:\"--\",limit=1", "xy", "the frame is longer than its limit of 1 byte"},
		{"fixed:64", "x", "the stream ended within a frame of 64 bytes"},
		{"length:u16be", "\x00\x05x", "the stream ended within a frame"},
		{"length:u32be", "GET / HTTP/1.1", "the length is 1195725856, more than the limit of 1 MiB"},
		{"length:u16be,counts=self", "\x00\x01", "the length is 1, less than the 2 bytes that it counts"},
		{"length:varint", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "the length is no varint of at most 64 bits"},
		{"netstring", "GET / HTTP/1.1", "there is no decimal length where one belongs"},
		{"netstring", "5;hello", `the length does not end in ":"`},
		{"netstring", "5:hello;", `the frame does not end in ","`},
		{"netstring", "123456789012345678901234567890", "the length has more than 19 digits"},
		{"netstring", "9999999999999999999:", "the length is more than 63 bits"},
	} {
		t.Run(test.want, func(t *testing.T) {
			frames := cutAll(t, mustParse(t, test.framing), []byte(test.stream))
			if len(frames) == 0 || frames[0].Broken != test.want {
				t.Errorf("got %+v, want %s", frames, test.want)
			}
		})
	}
}

func TestMemoryIsBounded(t *testing.T) {
	huge := make([]byte, 1<<20)
	for _, framing := range []string{"lines,limit=1k", "lines:crlf,limit=1k", "delimiter:\"abcd\",limit=1k", "length:u64le,limit=1k", "netstring,limit=1k", "gap:20ms,limit=1k"} {
		t.Run(framing, func(t *testing.T) {
			for i := range huge {
				huge[i] = "\xff1"[i%2]
			}
			c := mustParse(t, framing).Cutter()
			for at := 0; at < len(huge); at += 100 {
				for _, f := range c.Cut(nil, huge[at:min(at+100, len(huge))]) {
					if len(f.Payload) > 1024 {
						t.Fatalf("a piece of %d bytes", len(f.Payload))
					}
				}
				held := 0
				switch c := c.(type) {
				case *endCutter:
					held = cap(c.held)
				case *lengthCutter:
					held = cap(c.held)
				case *gapCutter:
					held = cap(c.waiting)
				}
				if _, gap := c.(*gapCutter); held > 4096 && !gap {
					t.Fatalf("%d bytes are held, the limit is 1 KiB", held)
				}
			}
		})
	}
}
