package responder

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ruleFile is the file of rules, see docs/rules.md.
type ruleFile struct {
	Rules []Rule `json:"rules"`
}

// ReadRules reads what WriteRules wrote, or a person. A member that no rule has is an error, for it would be a condition that
// does not hold. The rules are not checked further: that is Compile's.
func ReadRules(data []byte) ([]Rule, error) {
	var file struct {
		Rules *[]json.RawMessage `json:"rules"`
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if err := strict(data, &file); err != nil {
		return nil, fmt.Errorf("no file of rules: %w", err)
	}
	if file.Rules == nil {
		return nil, errors.New(`no file of rules: it has no "rules"`)
	}
	rules := make([]Rule, len(*file.Rules))
	for i, one := range *file.Rules {
		if err := strict(one, &rules[i]); err != nil {
			return nil, fmt.Errorf("rule %d: %w", i+1, err)
		}
	}
	return rules, nil
}

// strict is json.Unmarshal that knows every member.
func strict(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	err := d.Decode(v)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = errors.New("something follows behind its end")
		}
	}
	if err == nil {
		return nil
	}
	var place *json.SyntaxError
	if errors.As(err, &place) {
		line := 1 + bytes.Count(data[:min(int(place.Offset), len(data))], []byte("\n"))
		return fmt.Errorf("line %d: %w", line, err)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("it ends too early")
	}
	return errors.New(strings.TrimPrefix(err.Error(), "json: "))
}

// WriteRules returns rules as a file, for people to read.
func WriteRules(rules []Rule) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if rules == nil {
		rules = []Rule{}
	}
	if err := e.Encode(ruleFile{rules}); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
