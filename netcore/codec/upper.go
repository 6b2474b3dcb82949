package codec

// Upper returns a copy of b with the ASCII letters in upper case and every other byte as it is, as bytes.upper of Python
// does. No byte depends on its neighbours, so a stream cut anywhere gives the same result.
func Upper(b []byte) []byte {
	u := make([]byte, len(b))
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		u[i] = c
	}
	return u
}
