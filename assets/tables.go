package assets

import _ "embed"

// Services is the built-in table of service names and ports; its first lines say what it is and how to read it.
//
//go:embed tables/services.tsv
var Services []byte

// Protocols is the built-in table of IP protocol numbers.
//
//go:embed tables/protocols.tsv
var Protocols []byte
