package netcore

// peerNames keeps the text of the last peers, so that a datagram from a known one costs no allocation.
type peerNames map[Peer]*string

const peerNamesKept = 1024

func (p *peerNames) text(peer Peer) *string {
	if t, ok := (*p)[peer]; ok {
		return t
	}
	if *p == nil || len(*p) >= peerNamesKept {
		*p = make(peerNames)
	}
	t := peer.String()
	(*p)[peer] = &t
	return &t
}
