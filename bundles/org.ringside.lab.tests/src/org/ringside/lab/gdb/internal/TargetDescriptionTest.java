package org.ringside.lab.gdb.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.ringside.engine.ExecutorMaker;
import org.ringside.isa.Isa;
import org.ringside.isa.RegisterRow;
import org.ringside.isa.riscv.RiscvArchitecture;
import org.ringside.machine.Clock;
import org.ringside.machine.Hart;
import org.ringside.machine.Machine;
import org.ringside.testkit.Bench;
import org.ringside.testkit.OddIsa;
import org.ringside.testkit.OddMachine;

/** Registers as gdb is told of them, of an instruction set that gdb knows and of one that it does not. */
class TargetDescriptionTest {

	private static Hart riscv() {
		Machine machine = new Machine(100, 4096);
		Hart hart = new RiscvArchitecture().createHart(0, Map.of());
		machine.add(hart);
		hart.reset(0);
		return hart;
	}

	@Test
	void riscvHasTheNumbersThatGdbExpects() {
		String xml = new TargetDescription(Isa.of(new RiscvArchitecture())).xml();
		for (String line : new String[] { "<architecture>riscv:rv64</architecture>", "<feature name=\"org.gnu.gdb.riscv.cpu\">",
				"<reg name=\"zero\" bitsize=\"64\" regnum=\"0\"/>", "<reg name=\"t6\" bitsize=\"64\" regnum=\"31\"/>",
				"<reg name=\"pc\" bitsize=\"64\" regnum=\"32\"/>", "<reg name=\"ft0\" bitsize=\"64\" regnum=\"33\" type=\"ieee_double\"/>",
				"<reg name=\"fcsr\" bitsize=\"32\" regnum=\"68\"/>", "<reg name=\"mstatus\" bitsize=\"64\" regnum=\"833\"/>",
				"<reg name=\"satp\" bitsize=\"64\" regnum=\"449\"/>", "<reg name=\"priv\" bitsize=\"32\" regnum=\"4161\"/>" }) {
			assertTrue(xml.contains(line), () -> line + " is not in " + xml);
		}
		assertFalse(xml.contains("\"pins\""), "what no software sees is none of gdb's");
	}

	@Test
	void everyRegisterOfRiscvThatSoftwareCanNameIsThereOnce() {
		Isa isa = Isa.of(new RiscvArchitecture());
		String xml = new TargetDescription(isa).xml();
		for (RegisterRow row : isa.registers()) {
			int count = xml.split("<reg name=\"" + row.name() + "\"", -1).length - 1;
			assertEquals(row.number() < 0x2010 ? 1 : 0, count, row::toString);
		}
	}

	@Test
	void registersAreWrittenWithTheirSideEffects() {
		TargetDescription registers = new TargetDescription(Isa.of(new RiscvArchitecture()));
		Hart hart = riscv();
		assertTrue(registers.write(hart, 65 + 0x341, new byte[] { 3, 0x11, 0, 0, 0, 0, 0, 0 }));
		assertEquals(Optional.of("0211000000000000"), registers.read(hart, 65 + 0x341), "mepc is even");
		assertFalse(registers.write(hart, 65 + 0xf14, new byte[8]), "mhartid cannot be written");
		assertFalse(registers.write(hart, 0, new byte[4]), "too short");
		assertFalse(registers.write(hart, 5000, new byte[8]));
		assertEquals(Optional.empty(), registers.read(hart, 5000));
		byte[] all = new byte[33 * 8];
		all[8] = 7;
		assertTrue(registers.writeGeneral(hart, all));
		assertEquals("0000000000000000" + "0700000000000000", registers.readGeneral(hart).substring(0, 32));
		assertFalse(registers.writeGeneral(hart, new byte[33 * 8 - 1]));
	}

	@Test
	void whatGdbDoesNotKnowIsOneFeatureInTheOrderOfBytesOfTheTarget() {
		try (Bench bench = OddMachine.make(new byte[] { 0 }, 1, ExecutorMaker.shipped().getFirst())) {
			Hart hart = bench.machine().harts().getFirst();
			TargetDescription registers = new TargetDescription(OddIsa.isa());
			assertFalse(registers.xml().contains("<architecture>"));
			assertTrue(registers.xml().contains("<reg name=\"r1\" bitsize=\"32\" regnum=\"1\"/>"), registers::xml);
			assertTrue(registers.write(hart, 1, new byte[] { (byte) 0x80, 2, 3, 4 }));
			assertEquals(Optional.of("80020304"), registers.read(hart, 1));
			assertEquals(0x8002_0304, (int) bench.register(0, "r1"));
			assertEquals(Clock.NEVER, bench.machine().clock().stepsToNext());
		}
	}
}
