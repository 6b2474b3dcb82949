package codec

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// namedLayouts are the layouts that have names.
var namedLayouts = map[string]struct {
	layout string
	utc    bool
}{
	"":        {time.RFC3339, false},
	"rfc3339": {time.RFC3339, false},
	"http":    {"Mon, 02 Jan 2006 15:04:05 GMT", true}, // RFC 9110, section 5.6.7
}

// time reads a layout. It may have colons, so it is all that follows.
func (p *parser) time(format field) error {
	layout := trimField(format)
	utc := false
	if rest, ok := strings.CutPrefix(layout.text, "utc:"); ok {
		utc, layout = true, trimField(field{rest, layout.at + len("utc:")})
	} else if layout.text == "utc" {
		utc, layout.text = true, ""
	}
	write := func(t time.Time) string { return t.Format(layout.text) }
	if named, ok := namedLayouts[layout.text]; ok {
		layout.text = named.layout
		utc = utc || named.utc
	} else if strings.Contains(layout.text, "%") {
		if err := p.checkStrftime(layout); err != nil {
			return err
		}
		write = func(t time.Time) string { return strftime(layout.text, t) }
	} else if write(time.Unix(0, 0)) == layout.text && write(time.Date(2011, 11, 12, 13, 14, 15, 161718192, time.UTC)) == layout.text {
		return p.err(layout, "%q names nothing of a time: a layout is written as 2006-01-02 15:04:05 or as %%Y-%%m-%%d %%H:%%M:%%S", layout.text)
	}
	p.v.append = func(dst []byte, x *expansion) ([]byte, error) {
		if utc {
			return x.appendText(dst, write(x.now.UTC()))
		}
		return x.appendText(dst, write(x.now))
	}
	return nil
}

// strftimeLayouts are the conversions of strftime(3) that a layout of Go says too, in its C locale.
var strftimeLayouts = map[byte]string{
	'a': "Mon", 'A': "Monday", 'b': "Jan", 'B': "January", 'c': "Mon Jan _2 15:04:05 2006", 'd': "02", 'D': "01/02/06",
	'e': "_2", 'F': "2006-01-02", 'h': "Jan", 'H': "15", 'I': "03", 'j': "002", 'm': "01", 'M': "04", 'p': "PM", 'R': "15:04",
	'S': "05", 'T': "15:04:05", 'x': "01/02/06", 'X': "15:04:05", 'y': "06", 'Y': "2006", 'z': "-0700", 'Z': "MST",
}

// checkStrftime wants every % to be followed by a conversion that is known: those above, %f (microseconds, as in Python), %s
// (seconds since 1970) and %%.
func (p *parser) checkStrftime(layout field) error {
	for i := 0; i < len(layout.text); i++ {
		if layout.text[i] != '%' {
			continue
		}
		i++
		if i == len(layout.text) {
			return errorAt(p.text, layout.at+i-1, "nothing follows the %%; a percent sign itself is %%%%")
		}
		c := layout.text[i]
		if _, ok := strftimeLayouts[c]; !ok && !strings.Contains("fs%", string(rune(c))) {
			return errorAt(p.text, layout.at+i-1, "%%%s is not known; %%Y %%m %%d %%H %%M %%S %%f %%y %%j %%a %%b %%p %%I %%z %%s and %%%% are, among others", string([]rune(layout.text[i:])[:1]))
		}
	}
	return nil
}

func strftime(layout string, t time.Time) string {
	var b strings.Builder
	for i := 0; i < len(layout); i++ {
		if layout[i] != '%' {
			b.WriteByte(layout[i])
			continue
		}
		i++
		switch c := layout[i]; c {
		case '%':
			b.WriteByte('%')
		case 'f':
			fmt.Fprintf(&b, "%06d", t.Nanosecond()/1000)
		case 's':
			b.WriteString(strconv.FormatInt(t.Unix(), 10))
		default:
			b.WriteString(t.Format(strftimeLayouts[c]))
		}
	}
	return b.String()
}
