package collection

import (
	"fmt"
	"strings"
	"testing"
)

func drawn(rows []Row) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%s%s", strings.Repeat(".", r.Depth), r.Item.Name)
		if r.Item.Kind == Folder {
			b.WriteString(map[bool]string{true: "-", false: "+"}[r.Open])
		}
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

func TestRows(t *testing.T) {
	root := tree("a f(b g(c)) h(d)")
	for open, want := range map[string]string{
		"":    "a f+ h+",
		"f":   "a f- .b .g+ h+",
		"f g": "a f- .b .g- ..c h+",
		"g h": "a f+ h- .d",
	} {
		if got := drawn(Rows(root, func(id ID) bool { return strings.Contains(open, string(id)) })); got != want {
			t.Errorf("with %q open the rows are %q, want %q", open, got, want)
		}
	}
}

func TestFind(t *testing.T) {
	root := tree("Alpha=one f(Beta=two g(ALPHA=three)) Alphabet() h(d)")
	root.Items[0].Note, root.Items[0].Target = "Straße", Target{"tcp", "example.org:80"}
	for text, want := range map[string]string{
		"alpha":       "Alpha f- .g- ..ALPHA Alphabet-",
		"two":         "f- .Beta",
		"alpha three": "f- .g- ..ALPHA",
		"F":           "f- .Beta .g- ..ALPHA",
		"straße":      "Alpha",
		"example.org": "Alpha",
		"g three":     "f- .g- ..ALPHA",
		"g two":       "",
		"nowhere":     "",
		"":            "Alpha f- .Beta .g- ..ALPHA Alphabet- h- .d",
	} {
		if got := drawn(Find(root, text)); got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
}

func BenchmarkFind10000(b *testing.B) {
	root := &Item{Kind: Folder}
	for i := range 10_000 {
		root.Items = append(root.Items, &Item{ID: ID(fmt.Sprint(i)), Kind: Message, Name: fmt.Sprintf("Message %d", i)})
		root.Items[i].Message.Text = strings.Repeat("payload ", 10)
	}
	for b.Loop() {
		if len(Find(root, "Message 77")) == 0 {
			b.Fatal("found nothing")
		}
	}
}
