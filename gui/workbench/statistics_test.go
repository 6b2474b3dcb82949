package workbench

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"wirevise/netcore"
)

func TestStatistics(t *testing.T) {
	b := newBench(t)
	server, port := b.server("echo")
	client := b.open(ClientForm{Host: "127.0.0.1", Port: port, Timeout: "5s"}.Spec())
	b.until("both ends", func() bool { return len(b.info(server).Sessions) == 1 && len(b.info(client).Sessions) == 1 })
	session := b.info(client).Sessions[0].ID
	if p := (&pump{Workbench: b.Workbench}); p.statistics(time.Now()) != nil {
		t.Error("statistics are made while nobody watches")
	}

	var shown []Statistics
	watch := b.WatchStatistics(StatisticsKey{}, func(s Statistics) { shown = append(shown, s) })
	last := func() *Statistics {
		if len(shown) == 0 {
			return new(Statistics)
		}
		return &shown[len(shown)-1]
	}
	b.Send([]byte("hello"), []netcore.SessionID{session}, "", func(int, error) {})
	key := StatisticsKey{client, session}
	b.until("the reply, and the count of both writes, which may come behind it", func() bool {
		r := last().Row(key)
		return r != nil && r.Replies.Count == 1 && !r.LastSent.IsZero() && last().Row(StatisticsKey{}).Total.SentBytes == 10
	})
	st := last()
	var names []string
	for _, r := range st.Rows {
		names = append(names, r.Name)
	}
	accepted := b.info(server).Sessions[0]
	want := []string{"", "Server " + port, fmt.Sprintf("#%d %s", accepted.ID, accepted.Peer), "Client 1", fmt.Sprintf("#%d 127.0.0.1:%s", session, port)}
	if !slices.Equal(names, want) {
		t.Errorf("rows %q, want %q", names, want)
	}
	if r := st.Row(StatisticsKey{}); r.Total.SentBytes != 10 || r.Total.ReceivedBytes != 10 || r.Total.SentMessages != 2 {
		t.Errorf("everything: %+v", r)
	}
	if r := st.Row(StatisticsKey{Endpoint: server}); r.Total.SentBytes != 5 || r.Replies.Count != 0 {
		t.Errorf("the server: %+v", r)
	}
	r := st.Row(key)
	if r.Total.ReceivedBytes != 5 || r.Peak.ReceivedBytes != 5 || r.Replies.Side != netcore.PeerReplies || r.Replies.Recent != nil || r.LastSent.IsZero() {
		t.Errorf("the client's session: %+v", r)
	}
	if st.Row(StatisticsKey{9, 9}) != nil {
		t.Error("a row of what is not there")
	}

	watch.Choose(key)
	b.until("the times of the replies", func() bool { r := last().Row(key); return last().Chosen == key && len(r.Replies.Recent) == 1 })
	b.until("its history", func() bool { return len(last().In) > 0 && last().In[len(last().In)-1] == 0 })
	if st := last(); slices.Max(st.In) != 5 || slices.Max(st.Out) != 5 || len(st.In) != len(st.Out) {
		t.Errorf("rates received %v, sent %v, want 5 at most", st.In, st.Out)
	}
	b.Stop(client)
	b.until("its end", func() bool { r := last().Row(key); return r != nil && r.Ended })
	if r := last().Row(key); len(r.Replies.Recent) != 1 {
		t.Errorf("the times are gone with the session: %+v", r)
	}

	watch.Stop()
	n := len(shown)
	if p := (&pump{Workbench: b.Workbench}); p.statistics(time.Now()) != nil {
		t.Error("statistics are made after Stop")
	}
	statuses := len(b.status)
	b.Send([]byte("again"), []netcore.SessionID{accepted.ID}, "", func(int, error) {})
	b.until("another status", func() bool { return len(b.status) > statuses })
	if len(shown) != n {
		t.Error("shown after Stop")
	}
}

func TestStatisticsSorted(t *testing.T) {
	row := func(endpoint, session uint32, n uint64) StatisticsRow {
		return StatisticsRow{Key: StatisticsKey{netcore.EndpointID(endpoint), netcore.SessionID(session)},
			Total: netcore.Traffic{ReceivedBytes: n, SentBytes: 10 - n}, Now: netcore.Traffic{ReceivedBytes: n, SentBytes: 10 - n},
			Peak: netcore.Traffic{SentBytes: n}, Silence: time.Duration(n), Replies: netcore.Replies{Median: time.Duration(10 - n)}, Dropped: n}
	}
	rows := []StatisticsRow{{}, row(1, 0, 9), row(1, 1, 3), row(1, 2, 5), row(2, 0, 4), row(2, 3, 4)}
	for o, want := range map[StatisticsOrder][]netcore.SessionID{
		ByEndpoint: {0, 0, 1, 2, 0, 3}, ByReceived: {0, 2, 3, 1}, ByReceiveRate: {0, 2, 3, 1}, BySent: {0, 1, 3, 2}, BySendRate: {0, 1, 3, 2},
		ByPeak: {0, 2, 3, 1}, BySilence: {0, 2, 3, 1}, ByReply: {0, 1, 3, 2}, ByDropped: {0, 2, 3, 1},
	} {
		var got []netcore.SessionID
		for _, r := range o.Sorted(rows) {
			got = append(got, r.Key.Session)
		}
		if !slices.Equal(got, want) {
			t.Errorf("by %v: %v, want %v", o, got, want)
		}
	}
	if rows[2].Key.Session != 1 {
		t.Error("the rows themselves were sorted")
	}
	if got := ByPeak.Sorted(nil); len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}

func TestHistoryIsBounded(t *testing.T) {
	s := &StatisticsWatch{history: make(map[StatisticsKey]*rates)}
	moving, still := StatisticsRow{Key: StatisticsKey{1, 1}, Now: netcore.Traffic{SentBytes: 1}}, StatisticsRow{Key: StatisticsKey{1, 2}}
	for range 2 * historyPoints {
		s.remember([]StatisticsRow{moving, still})
	}
	if h := s.history[moving.Key]; len(s.history) != 1 || len(h.out) != historyPoints {
		t.Errorf("%d histories, want 1 of %d readings", len(s.history), historyPoints)
	}
	s.remember(nil)
	if len(s.history) != 0 {
		t.Error("the history of what is gone is kept")
	}
}
