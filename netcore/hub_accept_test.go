package netcore_test

import (
	"context"
	"slices"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
)

func TestAcceptErrors(t *testing.T) {
	emfile, aborted := netcore.Explain(syscall.EMFILE).String(), netcore.Explain(syscall.ECONNABORTED).String()
	const many = `failed: could not accept a connection; trying again: EMFILE`
	ms := func(waits ...int) (d []time.Duration) {
		for _, w := range waits {
			d = append(d, time.Duration(w)*time.Millisecond)
		}
		return d
	}
	for _, tt := range []struct {
		name  string
		errs  []error
		waits []time.Duration // between the calls of Accept
		want  []string
	}{
		{"one", repeat(1, syscall.EMFILE), ms(5), []string{many, `accepted: connected`}},
		{"many", repeat(12, syscall.EMFILE), ms(5, 10, 20, 40, 80, 160, 320, 640, 1000, 1000, 1000, 1000),
			[]string{many, `failed counted: accepting again, after 11 more times in 5.275s: ` + emfile, `accepted: connected`}},
		{"of two kinds", append(repeat(3, syscall.EMFILE), repeat(2, syscall.ECONNABORTED)...), ms(5, 10, 20, 5, 10),
			[]string{many, `failed counted: could not accept: 2 more times in 35ms: ` + emfile,
				`failed: could not accept a connection; trying again: ECONNABORTED`,
				`failed counted: accepting again, after once more in 15ms: ` + aborted,
				`accepted: connected`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := watch(t)
				var calls []time.Time
				l := &scriptedListener{errs: tt.errs, calls: func() { calls = append(calls, time.Now()) },
					conns: make(chan netcore.Conn, 1), closed: make(chan struct{})}
				end, peer := new(netcoretest.Memory).Pipe()
				defer peer.Close()
				l.conns <- end
				w.open(netcore.Spec{Transport: listens(l)})
				w.accepted(1)
				synctest.Wait()
				wantLog(t, w.log()[1:], tt.want...)
				var waits []time.Duration
				for i := range tt.errs {
					waits = append(waits, calls[i+1].Sub(calls[i]))
				}
				if !slices.Equal(waits, tt.waits) {
					t.Errorf("waited %v, want %v", waits, tt.waits)
				}
			})
		})
	}
}

// Closing does not wait for the next try, and tells what was not yet told.
func TestAcceptErrorsAndClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := watch(t)
		l := &scriptedListener{errs: repeat(10, syscall.EMFILE), calls: func() {}, closed: make(chan struct{})}
		id, _ := w.open(netcore.Spec{Transport: listens(l)})
		time.Sleep(1300 * time.Millisecond) // in the wait of 1 s after the ninth
		synctest.Wait()
		l.errs = nil
		begin := time.Now()
		w.closeEndpoint(id)
		if took := time.Since(begin); took != 0 {
			t.Errorf("closing took %v, want no time", took)
		}
		synctest.Wait()
		log := w.log()
		wantLog(t, log[len(log)-2:],
			`failed counted: could not accept: 8 more times in 1.3s: `+netcore.Explain(syscall.EMFILE).String(),
			`closed: stopped listening on listener`)
	})
}

func listens(l netcore.Listener) netcore.Transport {
	return transportFunc(func(context.Context) (netcore.Source, error) { return netcore.Source{Listener: l}, nil })
}

func repeat(n int, err error) []error { return slices.Repeat([]error{err}, n) }
