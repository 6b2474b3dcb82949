package codec

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf8"
)

// pythonDiffers are the bytes that are something else on the web, or nothing in Python.
var pythonDiffers = map[string]string{
	"windows-1250": "81 83 88 90 98", "windows-1251": "98", "windows-1252": "81 8d 8f 90 9d", "windows-1253": "81 88 8a 8c 8d 8e 8f 90 98 9a 9c 9d 9e 9f",
	"windows-1254": "81 8d 8e 8f 90 9d 9e", "windows-1255": "81 8a 8c 8d 8e 8f 90 9a 9c 9d 9e 9f ca", "windows-1257": "81 83 88 8a 8c 90 98 9a 9c 9f",
	"windows-1258": "81 8a 8d 8e 8f 90 9a 9d 9e", "windows-874": "81 82 83 84 86 87 88 89 8a 8b 8c 8d 8e 8f 90 98 99 9a 9b 9c 9d 9e 9f",
	"koi8-u": "ae be", // WHATWG has KOI8-RU's letters there
}

// pythonScript writes what Python makes of each byte in each of the encodings, as JSON: null is nothing.
const pythonScript = `
import sys, json, codecs
out = {}
for name in json.load(sys.stdin):
    try:
        codecs.lookup(name)
    except LookupError:
        continue
    row = []
    for b in range(256):
        try:
            row.append(bytes([b]).decode(name))
        except UnicodeError:
            row.append(None)
    out[name] = row
json.dump(out, sys.stdout)
`

func python(t *testing.T, script string, in any, out any) {
	t.Helper()
	program, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3 here")
	}
	stdin, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, "-c", script)
	c.Stdin = bytes.NewReader(stdin)
	stdout, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(stdout, out); err != nil {
		t.Fatal(err)
	}
}

// singleBytes are the encodings whose characters are one byte each.
func singleBytes() (names []string) {
	for _, e := range Encodings() {
		if e.charset != nil && e.shape() == oneByte {
			names = append(names, e.Name)
		}
	}
	return names
}

// Each byte of each encoding of single bytes is the character that it is in Python, and is written as that byte.
func TestSingleBytesAsInPython(t *testing.T) {
	var tables map[string][]*string
	python(t, pythonScript, singleBytes(), &tables)
	if len(tables) < 30 {
		t.Fatalf("Python has %d of them only", len(tables))
	}
	for name, table := range tables {
		t.Run(name, func(t *testing.T) {
			e := mustLookup(t, name)
			var differ []string
			for b, char := range table {
				payload := []byte{byte(b)}
				if char == nil {
					if _, ok := decodeOne(e, payload); ok {
						differ = append(differ, hexText(payload, false))
					}
					continue
				}
				got, ok := decodeOne(e, payload)
				if !ok || got != *char {
					differ = append(differ, hexText(payload, false))
					continue
				}
				if encoded, err := e.Encode(*char); err != nil || !bytes.Equal(encoded, payload) {
					t.Errorf("%q is written as % x, %v, want % x", *char, encoded, err, payload)
				}
			}
			if got := strings.Join(differ, " "); got != pythonDiffers[name] {
				t.Errorf("%s differ, want %s", got, pythonDiffers[name])
			}
		})
	}
}

// decodeOne is the character that one byte is.
func decodeOne(e Encoding, payload []byte) (string, bool) {
	for c := range e.chars(payload) {
		return string(c.text), c.valid && utf8.Valid(c.text)
	}
	return "", false
}

// pythonText writes what Python makes of a text in each of the encodings.
const pythonText = `
import sys, json
text, names = json.load(sys.stdin)
out = {}
for name in names:
    try:
        out[name] = [(c, c.encode(name).hex()) for c in text if c.encode(name, "ignore")]
    except LookupError:
        pass
json.dump(out, sys.stdout)
`

// Characters in the encodings of several bytes are what they are in Python, under the names that Python has for them.
func TestManyBytesAsInPython(t *testing.T) {
	names := []string{"gbk", "cp936", "gb18030", "big5", "cp950", "cp932", "euc_jp", "cp949", "euc_kr", "utf_8", "utf_8_sig", "utf_16_le", "utf_16_be",
		"utf_16", "utf_32_le", "utf_32_be", "utf_32", "latin_1", "ascii", "cp437"}
	// The beginning of each block of characters that several of them have; of Hangul, kana and ideographs more.
	text := "Aé¿Жяαωあアｱ、。한글갂你好世界國語體驗龍丂亞鷗〇①Ⅳ─█\U0001F600"
	for r := rune(0x4e00); r < 0x9fa0; r += 37 {
		text += string(r)
	}
	var want map[string][][2]string
	python(t, pythonText, []any{text, names}, &want)
	// What the web's tables have elsewhere: kana and Cyrillic of Big5, ideographs that NEC and IBM have added, and a syllable that
	// Python makes of its letters.
	const nec = "伃冝坥墲澈釮銧"
	elsewhere := map[string]string{"big5": "Жяあア①", "cp950": "Жяあア①", "euc_jp": nec, "cp932": nec, "euc_kr": "갂"}
	for _, name := range names {
		chars := want[name]
		if len(chars) == 0 {
			t.Errorf("Python has no %s", name)
		}
		e := mustLookup(t, name)
		for _, c := range chars {
			if strings.Contains(elsewhere[name], c[0]) {
				continue
			}
			got, err := e.Encode(c[0])
			if err != nil || hexText(got, false) != c[1] {
				t.Errorf("%s: %s is % x, %v, want %s", name, c[0], got, err, c[1])
			}
			raw, _ := ParseHex(c[1])
			if back := e.Decode(raw); back != c[0] {
				t.Errorf("%s: %s is read as %q, want %s", name, c[1], back, c[0])
			}
		}
	}
}
