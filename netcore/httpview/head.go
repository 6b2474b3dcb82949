package httpview

import (
	"bytes"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

const (
	// MaxHead is how long start line and header fields may be, in bytes.
	MaxHead = 1 << 20
	// maxMethod is how long a method may be; the longest registered one has 17 letters.
	maxMethod = 32
)

var (
	requestLine  = regexp.MustCompile(`^([!#$%&'*+\-.^_\x60|~0-9A-Za-z]+) (\S.*) HTTP/(\d)\.(\d)$`)
	responseLine = regexp.MustCompile(`^HTTP/(\d)\.(\d) (\d{3})(?: .*)?$`)
)

// Looks reports whether bytes may be the beginning of an HTTP message: a response's version, or a method, a target and as much
// of the version as is there.
func Looks(head []byte) bool {
	head = bytes.TrimLeft(head, "\r\n")
	line, _, whole := bytes.Cut(head, []byte("\n"))
	line = bytes.TrimSuffix(line, []byte("\r"))
	if whole {
		return requestLine.Match(line) || responseLine.Match(line)
	}
	if len(line) == 0 {
		return false
	}
	if v := []byte("HTTP/1."); bytes.HasPrefix(line, v[:min(len(v), len(line))]) {
		return true
	}
	method, rest, ok := bytes.Cut(line, []byte(" "))
	return ok && isToken(method) && len(rest) > 0 && (rest[0] == '/' || rest[0] == '*' || bytes.Contains(rest, []byte("://")) || bytes.HasPrefix(line, []byte("CONNECT ")))
}

func isToken(b []byte) bool {
	for _, c := range b {
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return len(b) > 0 && len(b) <= maxMethod
}

// readHeader reads the lines of a header.
func readHeader(r io.ReaderAt, in Range) (Header, error) {
	b, err := bytesOf(r, in)
	line, rest, _ := bytes.Cut(b, []byte("\n"))
	h := Header{Start: string(bytes.TrimSuffix(line, []byte("\r")))}
	h.Fields, _ = parseFields(rest, in.From+int64(len(b)-len(rest)))
	return h, err
}

// parseFields takes lines apart until an empty one, and says what is wrong with them.
func parseFields(b []byte, at int64) (fields []Field, wrong []Problem) {
	var folded []string // of the last field; joined once, for there may be very many
	unfold := func() {
		if len(folded) > 0 {
			f := &fields[len(fields)-1]
			f.Value = strings.TrimSpace(f.Value + " " + strings.Join(folded, " "))
			folded = folded[:0]
		}
	}
	defer unfold()
	for len(b) > 0 {
		line, rest, _ := bytes.Cut(b, []byte("\n"))
		here := at
		at += int64(len(b) - len(rest))
		b = rest
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			break
		}
		if (line[0] == ' ' || line[0] == '\t') && len(fields) > 0 {
			wrong = append(wrong, Problem{here, "the line goes on with the field before it, which is obsolete (RFC 9112, 5.2)"})
			if more := bytes.TrimSpace(line); len(more) > 0 {
				folded = append(folded, string(more))
			}
			continue
		}
		name, value, ok := bytes.Cut(line, []byte(":"))
		switch {
		case !ok:
			wrong = append(wrong, Problem{here, "the line is no field: it has no colon"})
			continue
		case len(name) == 0 || len(bytes.TrimSpace(name)) != len(name):
			wrong = append(wrong, Problem{here, "there is white space, or nothing, where the field's name should be"})
		case slices.ContainsFunc(name, func(c byte) bool { return !isToken([]byte{c}) }):
			wrong = append(wrong, Problem{here, "the field's name has characters that no name may have"})
		}
		unfold()
		fields = append(fields, Field{string(bytes.TrimSpace(name)), string(bytes.Trim(value, " \t")), here})
	}
	return fields, wrong
}

// Get returns the value of a field, all of its lines joined by commas; "" when there is none.
func (h Header) Get(name string) string { return strings.Join(h.all(name), ", ") }

func (h Header) all(name string) (values []string) {
	for _, f := range h.Fields {
		if strings.EqualFold(f.Name, name) {
			values = append(values, f.Value)
		}
	}
	return values
}

// field returns the place of the first line of a field.
func (h Header) at(name string) int64 {
	i := slices.IndexFunc(h.Fields, func(f Field) bool { return strings.EqualFold(f.Name, name) })
	if i < 0 {
		return 0
	}
	return h.Fields[i].At
}

// list splits a value at its commas, in small letters.
func list(value string) (items []string) {
	for item := range strings.SplitSeq(value, ",") {
		if item = strings.ToLower(strings.TrimSpace(item)); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// begin takes in the start line. ok is false when it is none.
func (m *Message) begin(line string) (version string, ok bool) {
	if f := responseLine.FindStringSubmatch(line); f != nil {
		m.Status, _ = strconv.Atoi(f[3])
		return f[1] + "." + f[2], m.Status >= 100
	}
	if f := requestLine.FindStringSubmatch(line); f != nil {
		m.Method = f[1]
		return f[3] + "." + f[4], true
	}
	return "", false
}

// delimit finds out how the body ends (RFC 9112, 6.3), for a response to a request of that method, "" when it is unknown.
func (m *Message) delimit(h Header, version, method string) {
	codings, transfer := list(h.Get("Content-Encoding")), list(h.Get("Transfer-Encoding"))
	lengths := list(h.Get("Content-Length"))
	chunked := len(transfer) > 0 && transfer[len(transfer)-1] == "chunked"
	if chunked {
		transfer = transfer[:len(transfer)-1]
	}
	m.coding = codingNames(slices.DeleteFunc(append(codings, transfer...), func(c string) bool { return c == "identity" }))
	m.End = NoBody
	switch {
	case m.IsResponse() && (m.Status < 200 || m.Status == 204 || m.Status == 304 || method == "HEAD" || method == "CONNECT" && m.Status < 300):
	case h.Get("Transfer-Encoding") != "":
		at := h.at("Transfer-Encoding")
		if len(lengths) > 0 {
			m.problem(at, "Transfer-Encoding and Content-Length exclude each other: the length is not regarded (RFC 9112, 6.3)")
		}
		if version == "1.0" {
			m.problem(at, "HTTP/1.0 knows no Transfer-Encoding")
		}
		switch {
		case chunked:
			m.End = ByChunks
		case m.IsResponse():
			m.End = UntilClose
		default:
			m.broken(at, "of a request, the last transfer coding has to be chunked: nobody knows where it ends")
		}
	case len(lengths) > 0:
		m.End = ByLength
		at := h.at("Content-Length")
		n, err := strconv.ParseUint(lengths[0], 10, 63)
		switch {
		case err != nil || strings.HasPrefix(lengths[0], "+"):
			m.broken(at, "%q is no length", short(lengths[0]))
		case slices.ContainsFunc(lengths, func(l string) bool { return l != lengths[0] }):
			m.broken(at, "the lengths contradict each other: %s", short(strings.Join(lengths, ", ")))
		case len(h.all("Content-Length")) > 1 || len(lengths) > 1:
			m.problem(at, "Content-Length is given more than once")
		}
		m.needs = int64(n)
	case m.IsResponse():
		m.End = UntilClose
	}
}
