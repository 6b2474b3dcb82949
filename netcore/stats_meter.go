package netcore

import "time"

const (
	meterStep    = 100 * time.Millisecond
	meterBuckets = 10 // in the window of a rate, which is one second
)

// A meter knows how much was counted in the last second and in the fullest one. It is told the time, and the total
// until then, when a bucket of meterStep begins, so that counting itself costs nothing more:
//
//	marks   0     3     3     8 …   the totals when the buckets began
//	        ├─────┼─────┼─────┼──
//	bucket  k-10  k-9   k-8 …   k   is the present one; marks[k] - marks[k-10] is what the last whole second brought
//
// What guards the total guards the meter too.
type meter struct {
	marks  [meterBuckets + 1]amount // of bucket b at b % len
	bucket int64
	peak   amount // each field by itself
}

// bucketOf numbers the bucket that a time since the hub began lies in, beginning so high that there are some before.
func bucketOf(at time.Duration) int64 { return int64(at/meterStep) + meterBuckets + 1 }

func beginOf(bucket int64) time.Duration {
	return time.Duration(bucket-meterBuckets-1) * meterStep
}

func (m *meter) mark(bucket int64) *amount { return &m.marks[bucket%int64(len(m.marks))] }

// begin starts a meter that has counted nothing.
func (m *meter) begin(at time.Duration) { m.bucket = bucketOf(at) }

// turn goes on to a later bucket, if it is one; total is what was counted until it began.
func (m *meter) turn(bucket int64, total amount) {
	if bucket <= m.bucket {
		return
	}
	m.bucket++
	*m.mark(m.bucket) = total
	m.peak.raise(m.rate())
	m.bucket = max(m.bucket, bucket-meterBuckets-1) // in what lies between, nothing was counted
	for m.bucket < bucket {
		m.bucket++
		*m.mark(m.bucket) = total
	}
}

// spread corrects the marks for n bytes that are counted at once, after the write that took them: they went evenly from
// one time to the other. No mark has them yet, also one that was made after the write by who came first.
func (m *meter) spread(n int, from, to time.Duration) {
	for b := m.bucket; b >= m.bucket-meterBuckets; b-- {
		if begin := beginOf(b); begin > from {
			m.mark(b).bytes += uint64(float64(n) * min(1, float64(begin-from)/float64(to-from)))
		}
	}
	m.peak.raise(m.rate())
}

// rate is what was counted in the last ten whole buckets.
func (m *meter) rate() amount { return m.mark(m.bucket).since(*m.mark(m.bucket - meterBuckets)) }

// most is what was counted in the fullest second, also if that is not over.
func (m *meter) most(total amount) amount {
	most := m.peak
	most.raise(total.since(*m.mark(m.bucket - meterBuckets + 1)))
	return most
}

// An amount is what went one way.
type amount struct{ bytes, messages uint64 }

func (a *amount) count(n int) {
	a.bytes += uint64(n)
	a.messages++
}

// since is what a has more than before.
func (a amount) since(before amount) amount {
	return amount{a.bytes - before.bytes, a.messages - before.messages}
}

// raise makes each field at least what it is in b.
func (a *amount) raise(b amount) {
	a.bytes, a.messages = max(a.bytes, b.bytes), max(a.messages, b.messages)
}

// meters are those of both directions.
type meters struct{ in, out meter }

func (m *meters) begin(at time.Duration) {
	m.in.begin(at)
	m.out.begin(at)
}

func (m *meters) turn(bucket int64, t Traffic) {
	m.in.turn(bucket, t.in())
	m.out.turn(bucket, t.out())
}

func (m *meters) rate() Traffic { return bothWays(m.in.rate(), m.out.rate()) }

func (m *meters) most(t Traffic) Traffic { return bothWays(m.in.most(t.in()), m.out.most(t.out())) }

func (t Traffic) in() amount  { return amount{t.ReceivedBytes, t.ReceivedMessages} }
func (t Traffic) out() amount { return amount{t.SentBytes, t.SentMessages} }

func bothWays(in, out amount) Traffic {
	return Traffic{ReceivedBytes: in.bytes, SentBytes: out.bytes, ReceivedMessages: in.messages, SentMessages: out.messages}
}

func (t *Traffic) add(u Traffic) {
	t.ReceivedBytes += u.ReceivedBytes
	t.SentBytes += u.SentBytes
	t.ReceivedMessages += u.ReceivedMessages
	t.SentMessages += u.SentMessages
}
