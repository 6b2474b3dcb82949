package framing

import (
	"errors"
	"testing"
	"time"

	"wirevise/netcore"
)

// canonical are texts that are written as they are read.
var canonical = []string{
	"",
	"lines", "lines:lf", "lines:crlf", "lines,limit=64k",
	`delimiter:"\r\n\r\n"`, "delimiter:fffe", `delimiter:"a,b\"c"`, "delimiter:00,limit=10m",
	"fixed:64", "fixed:4k,pad=00", `fixed:10,pad=" "`,
	"length:u8", "length:u16be", "length:u16le", "length:u32be", "length:u32le", "length:u64be", "length:u64le", "length:varint",
	"length:u16be,offset=2,counts=frame,limit=64k", "length:u32le,counts=self", `length:u8,tail="\n"`,
	`length:decimal,end=":"`, "length:decimal,end=none", "length:decimal,width=4", "length:decimal,width=10,fill=right", "length:decimal,width=8,fill=left",
	"netstring", "netstring,limit=99",
	"gap:1ms", "gap:20ms", "gap:3600000ms,limit=1k",
}

func TestTextIsCanonical(t *testing.T) {
	for _, text := range canonical {
		f, err := Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
		} else if got := Text(f); got != text {
			t.Errorf("%s is written %s", text, got)
		}
	}
}

func TestParse(t *testing.T) {
	for _, test := range []struct {
		text string
		want netcore.Framer
	}{
		{"none", nil},
		{" lines : any , limit = 1m ", Lines{Ending: AnyEnding}},
		{"delimiter:0D 0A", Delimiter{Bytes: "\r\n"}},
		{`delimiter:"\0\x01é"`, Delimiter{Bytes: "\x00\x01é"}},
		{"fixed:2KiB,pad=0x20", Fixed{Size: 2048, Pad: " "}},
		{"length:u16be,counts=body,offset=0", Length{Number: U16BE}},
		{"length:decimal", Length{Number: Decimal, End: ":"}},
		{`length:decimal,tail=",",end=":"`, Netstring},
		{`length:decimal,end=" "`, Length{Number: Decimal, End: " "}},
		{"length:decimal,width=4,fill=zeros", Length{Number: Decimal, Width: 4}},
		{"gap:20", Gap{Pause: 20 * time.Millisecond}},
		{"gap:1.5s", Gap{Pause: 1500 * time.Millisecond}},
	} {
		if got, err := Parse(test.text); err != nil || got != test.want {
			t.Errorf("%s: got %#v, %v, want %#v", test.text, got, err, test.want)
		}
	}
}

var mistakes = []struct {
	text string
	part Part
	want string
}{
	{"line", PartKind, `"line" is no framing: there are none, lines, delimiter, fixed, length, netstring, gap`},
	{"none:1", PartKind, "none takes nothing behind it"},
	{"lines:cr", PartEnding, `"cr" ends no lines: write lf, crlf, or nothing for either`},
	{"lines,pad=00", PartKind, "lines does not know pad"},
	{"lines,limit", PartKind, `"limit" is no option: write one such as limit=64k`},
	{"lines,limit=64k,limit=1k", PartKind, "limit is given twice"},
	{"lines,limit=many", PartLimit, `"many" is no number of bytes: write 512, 64k or 1m`},
	{"lines,limit=0", PartLimit, "a limit is at least 1 byte"},
	{"lines,limit=65m", PartLimit, "the limit of a frame goes from 1 byte to 64 MiB"},
	{"lines,limit=4096m", PartLimit, `"4096m" is no number of bytes: write 512, 64k or 1m`},
	{"delimiter", PartDelimiter, "a delimiter has 1 to 256 bytes, this one has 0"},
	{`delimiter:""`, PartDelimiter, `"" has no bytes in it`},
	{`delimiter:"\q"`, PartDelimiter, `"\q": no escape is written as a backslash and "q"; the known ones are \n \r \t \0 \a \b \f \v \e \\ \" \' \xHH \uHHHH \UHHHHHHHH`},
	{`delimiter:"\n`, PartDelimiter, `"\n has no quote at its end`},
	{"delimiter:0d0", PartDelimiter, `0d0 is neither hex such as 0d0a nor text in quotes such as "\r\n"`},
	{"fixed", PartSize, `"" is no number of bytes: write 512, 64k or 1m`},
	{"fixed:0", PartSize, "a frame has 1 to 67108864 bytes"},
	{"fixed:8,pad=0000", PartPad, "what fills a frame is one byte"},
	{"fixed:8,limit=4", PartKind, "fixed does not know limit"},
	{"length:u24be", PartNumber, `"u24be" is no way to write a length: there are u8, u16be, u16le, u32be, u32le, u64be, u64le, varint, decimal`},
	{"length:u8,counts=all", PartCounts, "counts=all: a length counts the body, self or the whole frame"},
	{"length:u8,offset=-1", PartOffset, "offset=-1: write a number from 0 to 65535"},
	{"length:u8,offset=9,limit=8", PartOffset, "what comes before the length is more than the limit of a frame"},
	{"length:u8,end=3a", PartNumber, "end, width and fill go with decimal only, not with u8"},
	{"length:decimal,width=0", PartWidth, "width=0: write a number from 1 to 64"},
	{"length:decimal,width=4,end=3a", PartWidth, "a length that always has the same width needs no end"},
	{"length:decimal,fill=left", PartWidth, "only a length that always has the same width is filled"},
	{"length:decimal,fill=middle", PartFill, "fill=middle: a number is filled with zeros, or with spaces right or left of it"},
	{`length:decimal,end="5"`, PartEnd, "a decimal length can't end in a digit"},
	{`length:decimal,end="\r\n"`, PartEnd, "a decimal length ends in one byte"},
	{"netstring:5", PartKind, "netstring takes nothing behind it but a limit"},
	{"gap:soon", PartPause, `"soon" is no time: write one such as 20ms`},
	{"gap:500us", PartPause, "a pause is a time from 1ms to 1h in whole milliseconds, such as 20ms"},
	{"gap:2h", PartPause, "a pause is a time from 1ms to 1h in whole milliseconds, such as 20ms"},
}

func TestParseMistakes(t *testing.T) {
	for _, test := range mistakes {
		_, err := Parse(test.text)
		var wrong *Error
		if !errors.As(err, &wrong) || wrong.Part != test.part || wrong.Text != test.want {
			t.Errorf("%s: got %#v, want %s: %s", test.text, err, test.part, test.want)
		}
	}
}

func TestParseSend(t *testing.T) {
	gap, lines := Gap{Pause: time.Second}, Lines{Ending: CRLF}
	for _, test := range []struct {
		name, text     string
		received, want netcore.Framer
	}{
		{"as received", "", lines, lines},
		{"as received, nothing", "", nil, nil},
		{"as received, a pause", "", gap, nil},
		{"as it is", "none", lines, nil},
		{"in its own way", "length:u8", lines, Length{Number: U8}},
	} {
		if got, err := ParseSend(test.text, test.received); got != test.want || err != nil {
			t.Errorf("%s: got %v, %v, want %v", test.name, got, err, test.want)
		}
	}
	if _, err := ParseSend("gap:20ms", nil); err == nil || err.Error() != "a pause frames only what is received" {
		t.Errorf("got %v", err)
	}
	if _, err := ParseSend("lime", lines); err == nil {
		t.Error("lime is no mistake")
	}
}

func TestString(t *testing.T) {
	for text, want := range map[string]string{
		"lines":                              "lines ending in LF or CRLF",
		"lines:lf,limit=64k":                 "lines ending in LF, up to 64 KiB",
		"delimiter:0d0a":                     `frames ending in "\r\n"`,
		"fixed:64,pad=00":                    "frames of 64 bytes, filled with 00",
		"length:u16be,offset=2,counts=frame": "frames with their length in 2 bytes, big-endian behind 2 bytes, counting the whole frame",
		"netstring":                          `frames with their length in decimal digits and ":", ending in ","`,
		"length:decimal,width=10":            "frames with their length in decimal digits, 10 of them",
		"gap:20ms":                           "frames ended by a pause of 20ms",
	} {
		if got := mustParse(t, text).String(); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}
