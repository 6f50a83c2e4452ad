package org.ringside.guest;

import java.util.List;

/**
 * What is in memory before the first instruction. Addresses are machine addresses.
 *
 * @param entry the first instruction
 * @param segments in the order in which they are written; they do not overlap
 * @param symbols names in it; their addresses are what the guest's program uses, virtual if it translates
 */
public record Image(long entry, List<Segment> segments, Symbols symbols) {

	public Image {
		segments = List.copyOf(segments);
		for (int i = 0; i < segments.size(); i++) {
			for (Segment other : segments.subList(0, i)) {
				if (other.overlaps(segments.get(i).address(), segments.get(i).end())) {
					throw new GuestException("%s overlaps %s: load one of them elsewhere".formatted(segments.get(i), other));
				}
			}
		}
	}

	/** An image without symbols. */
	public static Image of(long entry, Segment... segments) {
		return new Image(entry, List.of(segments), Symbols.NONE);
	}
}
