package sequence

import (
	"strings"
	"testing"
	"time"
)

// However small the messages are that nobody expects, those that are kept are bounded, and the oldest go quickly.
func TestInboxOfSmallMessages(t *testing.T) {
	for name, data := range map[string]string{"empty": "", "a byte": "a"} {
		t.Run(name, func(t *testing.T) {
			b, begun := newInbox(), time.Now()
			const sent = inboxBytes + inboxBytes/4
			for range sent {
				b.put([]byte(data), true)
				if len(b.items) > inboxItems {
					t.Fatalf("%d messages are kept, want at most %d", len(b.items), inboxItems)
				}
			}
			if took := time.Since(begun); took > 30*time.Second {
				t.Errorf("it took %v to take in %d messages", took, sent)
			}
			if got := b.lost.messages + len(b.items); got != sent {
				t.Errorf("%d messages are kept or told of, want %d", got, sent)
			}
			if b.size != len(b.items)*len(data) || b.lost.bytes != b.lost.messages*len(data) {
				t.Errorf("%d bytes in %d messages are kept, %d bytes in %d lost", b.size, len(b.items), b.lost.bytes, b.lost.messages)
			}
			if says := b.waiting(); !strings.Contains(says, "were too many to keep") {
				t.Errorf("waiting: %s", says)
			}
			if _, ok, _ := b.take(&matcher{match: Equals, bytes: []byte("b")}); ok {
				t.Error("b was taken, and never came")
			}
		})
	}
}
