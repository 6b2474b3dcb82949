package query

// The sizes of the first character of b, which is not empty, as golang.org/x/text decodes it: what is no character has
// the bytes that its decoder takes for one U+FFFD.

func gbkSize(b []byte) int {
	if len(b) < 2 || b[0] <= 0x80 || b[0] == 0xff || b[1] < 0x40 || b[1] == 0x7f || b[1] == 0xff {
		return 1
	}
	return 2
}

func gb18030Size(b []byte) int {
	if len(b) < 2 || b[0] <= 0x80 || b[0] == 0xff || b[1] < 0x30 || b[1] >= 0x40 {
		return gbkSize(b)
	}
	if len(b) < 4 || b[2] < 0x81 || b[2] == 0xff || b[3] < 0x30 || b[3] > 0x39 {
		return 1
	}
	index := ((int(b[0]-0x81)*10+int(b[1]-0x30))*126+int(b[2]-0x81))*10 + int(b[3]-0x30)
	if index >= 39420 && (index < 189000 || index >= 189000+0x100000) { // neither of the basic plane nor of another
		return 1
	}
	return 4
}

func big5Size(b []byte) int {
	if len(b) < 2 || b[0] <= 0x80 || b[0] == 0xff || b[1] < 0x40 {
		return 1
	}
	return 2
}

func shiftJISSize(b []byte) int {
	lead := len(b) > 1 && (0x81 <= b[0] && b[0] < 0xa0 || 0xe0 <= b[0] && b[0] < 0xfd)
	if !lead || b[1] < 0x40 || b[1] == 0x7f {
		return 1
	}
	return 2
}

func eucJPSize(b []byte) int {
	trail := func(i int) bool { return i < len(b) && 0xa1 <= b[i] && b[i] <= 0xfe }
	switch {
	case b[0] == 0x8f && trail(1) && trail(2):
		return 3
	case (b[0] == 0x8e || b[0] == 0x8f || 0xa1 <= b[0] && b[0] <= 0xfe) && trail(1):
		return 2
	}
	return 1
}

func eucKRSize(b []byte) int {
	if len(b) < 2 || b[0] <= 0x80 || b[0] == 0xff {
		return 1
	}
	letter := 'A' <= b[1] && b[1] <= 'Z' || 'a' <= b[1] && b[1] <= 'z'
	if b[1] >= 0x80 || letter && (b[0] < 0xc6 || b[0] == 0xc6 && b[1] <= 'R') {
		return 2
	}
	return 1
}
