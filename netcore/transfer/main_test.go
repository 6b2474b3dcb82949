package transfer

import (
	"testing"

	"wirevise/netcore/netcoretest"
)

func TestMain(m *testing.M) { netcoretest.VerifyTestMain(m) }
