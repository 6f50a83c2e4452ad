package org.ringside.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.ringside.isa.Row.ModeAccess;

class RegisterTest {

	private final Isa toy = Toy.isa();
	private final Toy.ToyHart hart = new Toy.ToyHart();

	@Test
	void elementsOfFilesAreRegistersWithBothTheirNames() {
		RegisterRow sp = toy.register("sp");
		assertSame(sp, toy.register("x2"));
		assertSame(sp, toy.register(2));
		sp.write(hart, -5);
		assertEquals(-5, hart.x[2]);
		assertEquals(-5, sp.read(hart));
	}

	@Test
	void theZeroRegisterStaysZero() {
		toy.register("zero").write(hart, 7);
		assertEquals(0, toy.register(0).read(hart));
		assertEquals(0, hart.x[0]);
		assertFalse(toy.register(0).state());
	}

	@Test
	void thePcIsTheRegisterAfterTheFiles() {
		RegisterRow pc = toy.register("pc");
		assertEquals(32, pc.number());
		pc.write(hart, 0x1000);
		assertEquals(0x1000, hart.pc);
	}

	@Test
	void aWriteHasItsSideEffects() {
		RegisterRow status = toy.register("status");
		status.write(hart, 0xff);
		assertEquals(0xc3, status.read(hart));
		assertEquals(3, status.field("MODE").get(status.read(hart)));
		assertEquals(0x43, status.field("MODE").with(0xc3, 1));
		assertEquals("traps", status.changes());
	}

	@Test
	void aViewIsNoStateAndCannotBeWritten() {
		RegisterRow ie = toy.register("ie");
		hart.status = 1;
		assertEquals(1, ie.read(hart));
		assertFalse(ie.state());
		assertFalse(ie.writable());
		assertEquals("register ie cannot be written", assertThrows(IsaException.class, () -> ie.write(hart, 0)).getMessage());
	}

	@Test
	void severalRegistersAlikeAreOneRow() {
		toy.register("timer4").write(hart, 10);
		assertEquals(9, hart.timers[1]);
		assertEquals(10, toy.register(111).read(hart));
		assertEquals(9, toy.register("bound1").read(hart));
		toy.register("bound2").write(hart, 3);
		assertEquals(4, toy.register("timer5").read(hart));
	}

	@Test
	void narrowElementsAreHeldSignExtended() {
		Isa odd = Odd.isa();
		Odd.OddHart oddHart = new Odd.OddHart();
		odd.register("r3").write(oddHart, 0xffff_ffffL);
		assertEquals(-1, oddHart.r[3]);
		assertEquals(-1, odd.register("r3").read(oddHart));
	}

	@Test
	void formatsOfTablesAreRows() {
		FormatRow pte = toy.formats().getFirst();
		assertEquals("Toy PTE", pte.name());
		assertEquals(0xfffff, pte.field("PPN").get(0x3ffffc00L));
		assertThrows(IsaException.class, () -> pte.field("X"));
	}

	@Test
	void accessClassifiesAsPopekAndGoldbergDo() {
		assertEquals(Sensitivity.PRIVILEGED, toy.row("csrrw").sensitivity("u"));
		assertEquals(Sensitivity.PRIVILEGED, toy.row("csrrw").sensitivity("s"));
		assertEquals(Sensitivity.INNOCUOUS, toy.row("c.trap").sensitivity("u"));
		assertEquals(Sensitivity.INNOCUOUS, toy.row("addi").sensitivity("u"));
		assertEquals(Sensitivity.PRIVILEGED, toy.register("status").readSensitivity("u"));
		assertEquals(Sensitivity.INNOCUOUS, toy.register("status").readSensitivity("s"));
		assertEquals(Sensitivity.BEHAVIOUR_SENSITIVE, toy.register("ie").readSensitivity("u"));
		assertEquals(Sensitivity.CONTROL_SENSITIVE, toy.register("ie").writeSensitivity("u"));
		assertEquals("no mode 'q'; there are [u, s]", assertThrows(IsaException.class, () -> toy.row("csrrw").sensitivity("q")).getMessage());
	}

	@Test
	void accessIsToldFromTheLeastPrivilegedModeUp() {
		assertEquals(List.of(new ModeAccess("u", ModeAccess.Kind.TRAPS, ""), new ModeAccess("s", ModeAccess.Kind.UNLESS, "TSR")),
				toy.row("csrrw").access());
		assertTrue(toy.row("csrrw").system());
	}

	@Test
	void namesAndNumbersUnknownAreRefused() {
		assertEquals("no register 'x32'", assertThrows(IsaException.class, () -> toy.register("x32")).getMessage());
		assertEquals("no register has the number 99", assertThrows(IsaException.class, () -> toy.register(99)).getMessage());
		assertEquals("no context bit 'FS'", assertThrows(IsaException.class, () -> toy.contextBit("FS")).getMessage());
	}
}
