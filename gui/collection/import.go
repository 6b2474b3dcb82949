package collection

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// An Imported is what was read from files: items to be added, and what of them could not be taken over.
type Imported struct {
	Items []*Item
	Told  []Notice
}

// A Notice says what could not be taken over as it was.
type Notice struct {
	Name string // of the message, or of the file
	Text string // a plain sentence, without a full stop
}

func (n Notice) String() string { return n.Name + ": " + n.Text }

func (in *Imported) tell(name, format string, args ...any) {
	in.Told = append(in.Told, Notice{name, fmt.Sprintf(format, args...)})
}

// ImportFile reads a file by what is in it: saved messages, those of Packet Sender (packets.ini, or what it exports as
// JSON), or else the file's bytes as one message; with lines each line of them as one.
func ImportFile(path string, lines bool) (Imported, error) {
	data, err := readBounded(path)
	if err != nil {
		return Imported{}, err
	}
	in, err := Import(filepath.Base(path), data, lines)
	if err != nil {
		return Imported{}, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return in, nil
}

// Import reads what ImportFile reads; name is that of the file.
func Import(name string, data []byte, lines bool) (Imported, error) {
	text := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	switch start := bytes.TrimSpace(text); {
	case isOurs(start):
		root, err := Unmarshal(text)
		if err != nil {
			return Imported{}, err
		}
		return Imported{Items: root.Items}, nil
	case looksLikePackets(start):
		return packetSenderJSON(text)
	case looksLikePacketsINI(start):
		return packetSenderINI(text)
	case lines:
		return Lines(data)
	}
	it, err := Plain(name, data)
	if err != nil {
		return Imported{}, err
	}
	return Imported{Items: []*Item{it}}, nil
}

// isOurs reports whether JSON begins with our format, so that one with a mistake is told of and not taken for a text.
func isOurs(data []byte) bool {
	d := json.NewDecoder(bytes.NewReader(data))
	for _, want := range []json.Token{json.Delim('{'), "format", formatName} {
		if got, err := d.Token(); err != nil || got != want {
			var head struct {
				Format string `json:"format"`
			}
			return json.Unmarshal(data, &head) == nil && head.Format == formatName
		}
	}
	return true
}

// Plain makes a file's bytes a message of the file's name.
func Plain(name string, data []byte) (*Item, error) {
	c, err := FromBytes(data)
	if err != nil {
		return nil, err
	}
	return &Item{Kind: Message, Name: NameOf(name), Message: c}, nil
}

// Lines makes each line of a text a message, without its end; empty ones are left out. They are named after what they say.
func Lines(data []byte) (Imported, error) {
	if !utf8.Valid(data) {
		return Imported{}, &FieldError{FieldText, "the text is no valid UTF-8"}
	}
	var in Imported
	for i, line := range strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n") {
		line = strings.TrimSuffix(line, "\r")
		if line == "" {
			continue
		}
		c, err := FromBytes([]byte(line))
		if err != nil {
			return Imported{}, fmt.Errorf("line %d: %w", i+1, err)
		}
		if len(in.Items) == MaxItems {
			return Imported{}, fmt.Errorf("there are more than %d lines", MaxItems)
		}
		in.Items = append(in.Items, &Item{Kind: Message, Name: NameOf(line), Message: c})
	}
	return in, nil
}

// NameOf makes a text the name of an item: one line, no longer than MaxName.
func NameOf(text string) string {
	const usual = 60
	name := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if !typeable(r) || r == '\t' || r == '\n' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))), " ")
	if r := []rune(name); len(r) > usual {
		name = string(r[:usual-1]) + "…"
	}
	if name == "" {
		return "?"
	}
	return name
}
