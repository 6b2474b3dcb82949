package codec

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestParseDump(t *testing.T) {
	const hello = "Hello, World!\n0123"
	tests := []struct{ name, text, want string }{
		{"hexdump -C", "00000000  48 65 6c 6c 6f 2c 20 57  6f 72 6c 64 21 0a 30 31  |Hello, World!.01|\n00000010  32 33                                             |23|\n00000012\n", hello},
		{"hexdump -C without its end", "00000000  48 65 6c 6c 6f 2c 20 57  6f 72 6c 64 21 0a 30 31  |Hello, World!.01|\r\n00000010  32 33                                             |23|", hello},
		{"hexdump -C, one line", "00000000  48 65                                             |He|", "He"},
		{"xxd", "00000000: 4865 6c6c 6f2c 2057 6f72 6c64 210a 3031  Hello, World!.01\n00000010: 3233                                     23\n", hello},
		{"xxd -g 1", "00000000: 48 65 6c 6c 6f 2c 20 57 6f 72 6c 64 21 0a 30 31  Hello, World!.01", hello[:16]},
		{"xxd of eight columns", "00000000: 4865 6c6c 6f2c 2057  Hello, W", "Hello, W"},
		{"xxd, odd", "00000000: 4865 6c                                  Hel", "Hel"},
		{"od -A x -t x1z", "000000 48 65 6c 6c 6f 2c 20 57 6f 72 6c 64 21 0a 30 31  >Hello, World!.01<\n000010 32 33                                            >23<\n000012\n", hello},
		{"od -t x1, octal", "0000000 48 65 6c 6c 6f 2c 20 57 6f 72 6c 64 21 0a 30 31\n0000020 32 33\n0000022\n", hello},
		{"od -A d -t x1", "0000000 48 65 6c 6c 6f 2c 20 57 6f 72 6c 64 21 0a 30 31\n0000016 32 33\n0000018\n", hello},
		{"Wireshark", "0000   48 65 6c 6c 6f 2c 20 57 6f 72 6c 64 21 0a 30 31   Hello, World!.01\n0010   32 33                                             23\n", hello},
		{"Wireshark without text", "0000   48 65 6c 6c 6f 2c 20 57 6f 72 6c 64 21 0a 30 31\n0010   32 33\n", hello},
		{"Wireshark, text of hex digits", "0000   61 62 63 64   abcd", "abcd"},
		{"Wireshark, text that begins and ends with blanks", "0000   20 61 20 62 20 20     a b", " a b  "},

		{"tcpdump -x", "\t0x0000:  4865 6c6c 6f2c 2057 6f72 6c64 210a 3031\n\t0x0010:  3233\n", hello},
		{"PowerShell", "           00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F\n\n00000000   48 65 6C 6C 6F 0D 0A                             Hello..\n", "Hello\r\n"},
		{"capitals", "0000: DE AD BE EF", "\xde\xad\xbe\xef"},
		{"not from 0 on", "00000130  41 42  |AB|\n00000132  43  |C|\n00000133", "ABC"},
		{"beyond 4 GiB", "100000000  41 42  |AB|", "AB"},
		{"the same lines", "00000000  61 61 61 61 61 61 61 61  61 61 61 61 61 61 61 61  |aaaaaaaaaaaaaaaa|\n*\n00000030  62  |b|\n00000031", strings.Repeat("a", 48) + "b"},
		{"the same lines to the end", "000000 61 61  >aa<\n*\n000006", "aaaaaa"},
		{"text with bars", "0000  7c 7c 7c  |||||", "|||"},
		{"text that is only blanks", "00000000  20 20                                             |  |", "  "},
		{"text that is only blanks, gone", "00000000: 2020                                     ", "  "},
		{"non-ASCII shown as something else", "0000   e4 bd 41   ··A", "\xe4\xbdA"},
		{"blank lines around", "\n\n0000: 41\n\n0001: 42\n\n", "AB"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseHex(test.text)
			if err != nil || string(got) != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestParseDumpRefuses(t *testing.T) {
	tests := []struct {
		name, text string
		want       SyntaxError
	}{
		{"a line is missing", "00000000  41 42  |AB|\n00000010  43  |C|", SyntaxError{22, 2, 1, "the offset 00000010 does not follow: 2 bytes are before it, from 00000000 on"}},
		{"the end is wrong", "0000: 41 42\n0003", SyntaxError{12, 2, 1, "the offset 0003 does not follow: 2 bytes are before it, from 0000 on"}},
		{"text that says something else", "00000000  41 42  |AC|", SyntaxError{17, 1, 18, "the text column does not say what the bytes say"}},
		{"xxd -e", "00000000: 6c6c6548 57202c6f  Hello, W", SyntaxError{29, 1, 30, "the text column does not say what the bytes say"}},
		{"words in the machine's order", "0000000 6548 6c6c 206f\n0000006", SyntaxError{8, 1, 9, "6548 may be a word in the machine's own order, as od -x and hexdump write it; hexdump -C writes bytes"}},
		{"half a byte", "0000: 41 4", SyntaxError{9, 1, 10, "4 is half a byte too many: a byte has two hex digits"}},
		{"no byte", "0000: 41 zz", SyntaxError{9, 1, 10, "this is neither a byte of a dump nor its text column"}},
		{"bytes glued to something", "0000: 41,42", SyntaxError{8, 1, 9, "this is neither a byte of a dump nor its text column"}},
		{"no offset", "0000: 41\nabc", SyntaxError{9, 2, 1, "this line of a dump has no offset"}},
		{"nothing behind an offset", "0000:\n0000: 41", SyntaxError{0, 1, 1, "there are no bytes behind the offset 0000"}},
		{"a * at first", "0000: 41\n*\n*\n0002", SyntaxError{11, 3, 1, "the * has no line of bytes before it"}},
		{"a * without an end", "0000: 41\n*", SyntaxError{9, 2, 1, "no offset behind the * says how many lines it stands for"}},
		{"a * for half a line", "0000: 41 42\n*\n0005", SyntaxError{14, 3, 1, "the offset 0005 is not the end of lines of 2 bytes, which the * stands for"}},
		{"a * for too much", "0000: 41 42\n*\nffffffffffff0000:", SyntaxError{12, 2, 1, "the * stands for 18446744073709486078 bytes; a dump may have 16777216"}},
		{"a * backwards", "0010: 41 42\n*\n0000:", SyntaxError{14, 3, 1, "the offset 0000 is not the end of lines of 2 bytes, which the * stands for"}},
		{"hex or octal", "0000000 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00\n*\n0000100", SyntaxError{0, 1, 1, "the offsets may be hex or octal, with 256 bytes or 64: write the lines out that a * stands for"}},
		{"one line that may be plain", "0000 41 42 43", SyntaxError{0, 1, 1, "0000 may be an offset or bytes: put a colon behind an offset, and a space between bytes"}},
		{"one line of words", "000000 6548 6c6c", SyntaxError{0, 1, 1, "000000 may be an offset or bytes: put a colon behind an offset, and a space between bytes"}},
		{"an offset further down", "41 42\n0010  43 44", SyntaxError{6, 2, 1, "0010 may be an offset or bytes: put a colon behind an offset, and a space between bytes"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseHex(test.text)
			checkSyntaxError(t, got, err, test.want)
		})
	}
}

// What is no dump stays plain digits.
func TestPlainDigitsAreNoDump(t *testing.T) {
	tests := []struct{ text, want string }{
		{"4865 6c6c 6f", "Hello"},
		{"48656c6c\n6f", "Hello"},
		{"0000 0001", "\x00\x00\x00\x01"},
		{"0001 0000 0006 01 03", "\x00\x01\x00\x00\x00\x06\x01\x03"},
		{"aa:bb:cc", "\xaa\xbb\xcc"},
		{"aabb:ccdd", "\xaa\xbb\xcc\xdd"},
		{"00 00 00 00\n00 00 00 10", "\x00\x00\x00\x00\x00\x00\x00\x10"},
		{"41; 42", "AB"},
	}
	for _, test := range tests {
		if got, err := ParseHex(test.text); err != nil || string(got) != test.want {
			t.Errorf("ParseHex(%q) = %q, %v, want %q", test.text, got, err, test.want)
		}
	}
}

// The dumps of the programs themselves, where they are on this machine, are read as the bytes that they were made of.
func TestParseDumpOfPrograms(t *testing.T) {
	commands := [][]string{
		{"hexdump", "-C"}, {"hexdump", "-v", "-C"}, {"xxd"}, {"xxd", "-u"}, {"xxd", "-g", "1"}, {"xxd", "-g", "0"}, {"xxd", "-c", "8"}, {"xxd", "-c", "7"},
		{"xxd", "-a"}, {"xxd", "-p"}, {"xxd", "-i"}, {"xxd", "-s", "0x20"}, {"od", "-A", "x", "-t", "x1z"}, {"od", "-A", "x", "-v", "-t", "x1"},
		{"od", "-A", "d", "-v", "-t", "x1z"}, {"od", "-v", "-t", "x1"}, {"od", "-A", "n", "-v", "-t", "x1"}, {"python3", "-c", "import sys; print(open(sys.argv[1],'rb').read())"},
	}
	samples := map[string][]byte{
		"text":   []byte("GET / HTTP/1.1\r\nHost: a\r\n\r\n00000010  41 42  |AB|\n{{seq}} 0x41\n\x00\xff\xe4\xbd\xa0"),
		"zeros":  make([]byte, 100),
		"blanks": []byte(strings.Repeat(" ", 41) + "|  |"),
		"digits": []byte(strings.Repeat("0123 4567 89 ab ", 5)),
		"quotes": []byte(`it's "so" \x41\n` + "\t\v\b"),
	}
	random := make([]byte, 1000)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range random {
		random[i] = byte(r.Uint32())
	}
	samples["random"] = random
	for _, command := range commands {
		program, err := exec.LookPath(command[0])
		if err != nil {
			t.Logf("there is no %s here", command[0])
			continue
		}
		for name, want := range samples {
			t.Run(strings.Join(command[:min(len(command), 5)], " ")+" "+name, func(t *testing.T) {
				file := filepath.Join(t.TempDir(), "bytes")
				if err := os.WriteFile(file, want, 0o600); err != nil {
					t.Fatal(err)
				}
				out, err := exec.Command(program, append(command[1:], file)...).Output()
				if err != nil {
					t.Fatal(err)
				}
				if len(command) > 2 && command[1] == "-s" {
					want = want[min(0x20, len(want)):]
				}
				got, err := ParseHex(string(out))
				if err != nil || !bytes.Equal(got, want) {
					t.Errorf("%s\nis read as %q, %v", out, got, err)
				}
			})
		}
	}
}

// dumpOf is a dump as this program writes it.
func dumpOf(b []byte, offset int64) string {
	var dst []byte
	for i := 0; i < len(b); i += RowSize {
		dst = append(HexLine(dst, offset+int64(i), b[i:]), '\n')
	}
	return string(dst)
}

func FuzzDumpRoundTrip(f *testing.F) {
	f.Add([]byte("Hello, World!\n012345"), uint32(0))
	f.Add([]byte("  | |{{seq}}"), uint32(0x123))
	f.Add([]byte("{"), uint32(0x143))
	f.Add([]byte("\x00\xff\x80|><"), uint32(1<<32-1))
	f.Fuzz(func(t *testing.T, b []byte, offset uint32) {
		text := dumpOf(b, int64(offset)<<8)
		got, err := ParseHex(text)
		if err != nil || !bytes.Equal(got, b) {
			t.Errorf("%s\nis read as %q, %v, want %q", text, got, err, b)
		}
	})
}
