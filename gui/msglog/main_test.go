package msglog

import (
	"testing"

	"wirevise/netcore/netcoretest"
)

func TestMain(m *testing.M) { netcoretest.VerifyTestMain(m) }
