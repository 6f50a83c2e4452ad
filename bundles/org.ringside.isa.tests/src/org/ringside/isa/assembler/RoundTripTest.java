package org.ringside.isa.assembler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.ringside.isa.Instruction;
import org.ringside.isa.Isa;
import org.ringside.isa.Odd;
import org.ringside.isa.Toy;

class RoundTripTest {

	@Test
	void everyRowComesBackAsItWent() {
		for (Isa isa : List.of(Toy.isa(), Odd.isa())) {
			RoundTrip trip = new RoundTrip(isa);
			assertEquals(List.of(), trip.problems());
			assertTrue(trip.count() > 10 * isa.rows().size(), trip.count() + " instructions");
		}
	}

	/** Two rows that are written alike. */
	static final class Alike {
		@Instruction(bits = "0000000 rs2 rs1 000 rd 0110011", asm = "rd, rs1, rs2", name = "add")
		static long add(long rs1, long rs2) {
			return rs1 + rs2;
		}

		@Instruction(bits = "0000001 rs2 rs1 000 rd 0110011", asm = "rd, rs1, rs2", name = "add")
		static long add2(long rs1, long rs2) {
			return rs1 + rs2;
		}
	}

	@Test
	void rowsThatAreWrittenAlikeAreFound() {
		RoundTrip trip = new RoundTrip(Toy.with(Alike.class));
		assertEquals(1, trip.problems().size());
		assertTrue(trip.problems().getFirst().startsWith("add '0000001 rs2 rs1 000 rd 0110011': 'add "), trip.problems().getFirst());
	}
}
