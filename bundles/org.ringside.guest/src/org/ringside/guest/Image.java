package org.ringside.guest;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
		// those placed so far do not overlap, so that only the nearest can be in the way
		TreeMap<Long, Segment> placed = new TreeMap<>(Long::compareUnsigned);
		for (Segment segment : segments) {
			check(segment, placed.floorEntry(segment.address()));
			check(segment, placed.higherEntry(segment.address()));
			if (segment.size() > 0) {
				placed.put(segment.address(), segment);
			}
		}
	}

	private static void check(Segment segment, Map.Entry<Long, Segment> near) {
		if (near != null && near.getValue().overlaps(segment.address(), segment.end())) {
			throw new GuestException("%s overlaps %s: load one of them elsewhere".formatted(segment, near.getValue()));
		}
	}

	/** An image without symbols. */
	public static Image of(long entry, Segment... segments) {
		return new Image(entry, List.of(segments), Symbols.NONE);
	}
}
