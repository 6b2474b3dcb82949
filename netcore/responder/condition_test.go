package responder

import (
	"fmt"
	"testing"
	"time"

	"wirevise/netcore"
)

func TestConditions(t *testing.T) {
	for _, tt := range []struct {
		name string
		c    Conditions
		want string // which of six messages are answered, one each ten minutes from 23:30 on
	}{
		{"none", Conditions{}, "123456"},
		{"the third", Conditions{Messages: "3"}, "3"},
		{"from the fourth", Conditions{Messages: "4-"}, "456"},
		{"up to the second", Conditions{Messages: " -2 "}, "12"},
		{"some", Conditions{Messages: "2 – 4"}, "234"},
		{"every second", Conditions{Every: "2"}, "246"},
		{"every second from the third", Conditions{Messages: "3-", Every: "2"}, "46"},
		{"once", Conditions{Once: true}, "1"},
		{"once, later", Conditions{Messages: "3-", Once: true}, "3"},
		{"before midnight", Conditions{Clock: "23:00-24:00"}, "123"},
		{"over midnight", Conditions{Clock: "23:45-00:05"}, "34"},
		{"after midnight", Conditions{Clock: "0:00-00:10:30"}, "45"},
		{"some time after it began", Conditions{Since: "10m-30m"}, "23"},
		{"later", Conditions{Since: "30m-"}, "456"},
		{"earlier", Conditions{Since: "-600"}, "1"},
		{"with others only", Conditions{Sessions: "2-"}, ""},
		{"alone", Conditions{Sessions: "1"}, "123456"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			begin := time.Date(2026, 11, 20, 23, 30, 0, 0, time.Local)
			s := compiled(t, Rule{When: WhenMessage, If: tt.c, Do: []Step{say("x")}}).Attach(&side{info: netcore.SessionInfo{Since: begin}})
			got := ""
			for i := range 6 {
				in := event(netcore.Received, "a")
				in.Time = begin.Add(time.Duration(i) * 10 * time.Minute)
				if len(s.Respond(nil, in)) > 0 {
					got += fmt.Sprint(i + 1)
				}
			}
			if got != tt.want {
				t.Errorf("answered are %q, want %q", got, tt.want)
			}
		})
	}
}
