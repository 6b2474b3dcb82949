package msglog

import "wirevise/netcore"

// A flowIndex finds the flow of an event among those of the segment being built. Each segment has flows of its own and
// they go with it, so a million peers cost no more than their rows do.
type flowIndex struct {
	recent [recentFlows]knownFlow // by session: spares hashing three strings
	ids    map[flowKey]uint32
	last   flowKey // the flow added last, whose strings the next one probably shares
}

const recentFlows = 64

// keepFlows is how many flows a map may have held and still be used again: an emptied map keeps its memory.
const keepFlows = 1024

type flowKey struct {
	endpoint          netcore.EndpointID
	name, local, peer string
}

type knownFlow struct {
	key flowKey
	id  uint32
	ok  bool
}

func (x *flowIndex) reset() {
	x.recent = [recentFlows]knownFlow{}
	x.last = flowKey{}
	if x.ids == nil || len(x.ids) > keepFlows {
		x.ids = make(map[flowKey]uint32)
	}
	clear(x.ids)
}

// flow is the number of e's flow in the segment, which is added when it is new.
func (b *builder) flow(e *netcore.Event) uint32 {
	key := flowKey{endpoint: e.Endpoint, name: e.Name, local: e.Local, peer: e.Peer}
	known := &b.flows.recent[e.Session%recentFlows]
	if known.ok && known.key == key {
		return known.id
	}
	id, ok := b.flows.ids[key]
	if !ok {
		id = b.addFlow(key)
		b.flows.ids[key] = id
	}
	*known = knownFlow{key: key, id: id, ok: true}
	return id
}

func (b *builder) addFlow(key flowKey) uint32 {
	g := &b.seg
	f := flow{endpoint: uint32(key.endpoint)}
	last := &b.flows.last
	if n := len(g.flows); n > 0 && key.name == last.name {
		f.name = g.flows[n-1].name
	} else {
		f.name = put(b, key.name)
	}
	if n := len(g.flows); n > 0 && key.local == last.local {
		f.local = g.flows[n-1].local
	} else {
		f.local = put(b, key.local)
	}
	f.peer = put(b, key.peer)
	*last = key
	g.flows = append(g.flows, f)
	return uint32(len(g.flows) - 1)
}
