package org.ringside.isa.riscv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.ringside.machine.Bus;
import org.ringside.machine.Clock;
import org.ringside.machine.Hart;
import org.ringside.machine.Memory;

/** Values that registers take. */
class RegisterTest {

	private final RiscvHart hart = (RiscvHart) new RiscvArchitecture().createHart(0, Map.of());

	RegisterTest() {
		hart.connect(new Bus("memory", new Memory(Memory.FRAME)), new Clock(1));
		hart.reset(0);
	}

	private long written(String register, long value) {
		hart.writeRegister(hart.registerNamed(register), value);
		return hart.readRegister(hart.registerNamed(register));
	}

	@Test
	void resetIsMachineModeWithInterruptsOff() {
		assertEquals(RiscvHart.M, hart.level());
		assertEquals(0xa_0000_0000L, written("mstatus", 0));
		assertEquals(0x8000_0000_0014_112dL, written("misa", 0));
	}

	@Test
	void mstatusKeepsItsLegalFields() {
		assertEquals(0x8000_000a_007e_79aaL, written("mstatus", -1));
		assertEquals(0x8_0000_0000L | 0x2_0000_0000L, written("mstatus", 0));
	}

	@Test
	void aReservedPreviousModeLeavesTheOneBefore() {
		written("mstatus", 0x800);
		assertEquals(0xa_0000_0800L, written("mstatus", 0x1000));
		assertEquals(0xa_0000_1800L, written("mstatus", 0x1800));
	}

	@Test
	void sstatusIsAViewOfMstatus() {
		assertEquals(0x8000_0002_000c_6122L, written("sstatus", -1));
		assertEquals(0x8000_000a_000c_6122L, hart.mstatus);
		written("mstatus", 0xa_0000_1800L);
		assertEquals(0x2_0000_0000L, written("sstatus", 0));
		assertEquals(0xa_0000_1800L, hart.mstatus);
	}

	@Test
	void onlyWhatCanComeFromALowerModeIsDelegated() {
		assertEquals(0xb3ff, written("medeleg", -1));
		assertEquals(0x222, written("mideleg", -1));
	}

	@Test
	void supervisorInterruptsAreThoseDelegated() {
		assertEquals(0xaaa, written("mie", -1));
		assertEquals(0, written("sie", 0x222));
		written("mideleg", 0x22);
		assertEquals(0x22, written("sie", -1));
		assertEquals(0, written("sie", 0));
		assertEquals(0xa88, hart.mie);
	}

	@Test
	void onlyTheSoftwareInterruptIsWrittenThroughSip() {
		written("mideleg", 0x222);
		assertEquals(0x222, written("mip", -1));
		assertEquals(0x220, written("sip", 0));
		assertEquals(0x222, written("sip", -1));
		written("mideleg", 0);
		assertEquals(0, written("sip", 0));
		assertEquals(0x222, hart.mip());
	}

	@Test
	void aHighPinShowsInMipWhateverSoftwareWrites() {
		for (String name : new String[] { "msi", "mti", "mei", "sei", "ssi" }) {
			int pin = hart.pinNamed(name);
			hart.pin(pin, true);
			assertEquals(1L << pin, written("mip", 0));
			hart.pin(pin, false);
			assertEquals(0, written("mip", 0));
		}
		assertThrows(IllegalArgumentException.class, () -> hart.pinNamed("nmi"));
	}

	@Test
	void vectorsHaveTwoModes() {
		for (String register : new String[] { "mtvec", "stvec" }) {
			assertEquals(0x8000_0004L, written(register, 0x8000_0004L));
			assertEquals(0x8000_0101L, written(register, 0x8000_0101L));
			assertEquals(0x8000_0101L, written(register, 0x8000_0002L));
			assertEquals(0x8000_0101L, written(register, 0x8000_0003L));
		}
	}

	@Test
	void returnAddressesAreEven() {
		assertEquals(-2, written("mepc", -1));
		assertEquals(-2, written("sepc", -1));
	}

	@Test
	void satpTakesSv39AndBareOnly() {
		assertEquals(0x8fff_ffff_ffff_ffffL, written("satp", 0x8fff_ffff_ffff_ffffL));
		assertEquals(0x8fff_ffff_ffff_ffffL, written("satp", 0x9000_0000_0000_0001L));
		assertEquals(0x0123_4567_89ab_cdefL, written("satp", 0x0123_4567_89ab_cdefL));
	}

	@Test
	void aHartWithoutPagingTakesBareOnly() {
		RiscvHart bare = (RiscvHart) new RiscvArchitecture().createHart(0, Map.of("mmu", "bare"));
		bare.reset(0);
		bare.writeRegister(0x180, 0x8000_0000_0000_0001L);
		assertEquals(0, bare.readRegister(0x180));
	}

	@Test
	void trapRegistersHoldAnything() {
		for (String register : new String[] { "mscratch", "mcause", "mtval", "sscratch", "scause", "stval" }) {
			assertEquals(-1, written(register, -1));
		}
	}

	@Test
	void enablesHaveTheBitsThatMeanSomething() {
		assertEquals(0xffff_ffffL, written("mcounteren", -1));
		assertEquals(0xffff_ffffL, written("scounteren", -1));
		assertEquals(5, written("mcountinhibit", -1));
		assertEquals(1L << 63 | 1L << 62 | 0xf1, written("menvcfg", -1));
		assertEquals(0xf1, written("senvcfg", -1));
		assertEquals(0x11, written("menvcfg", 0x11));
		assertEquals(0x11, written("menvcfg", 0x21), "a reserved CBIE leaves the one before");
	}

	@Test
	void eventCountersAreZero() {
		for (int i = 3; i < 32; i++) {
			assertEquals(0, written("mhpmcounter" + i, -1));
			assertEquals(0, written("mhpmevent" + i, -1));
			assertEquals(0, hart.readRegister(hart.registerNamed("hpmcounter" + i)));
		}
	}

	@Test
	void generalRegistersHaveBothNames() {
		assertEquals(hart.registerNamed("x10"), hart.registerNamed("a0"));
		assertEquals(hart.registerNamed("x8"), hart.registerNamed("fp"));
		assertEquals(7, written("a0", 7));
		assertEquals(0, written("zero", 7));
		assertEquals(-4, written("pc", -4));
		assertThrows(IllegalArgumentException.class, () -> hart.registerNamed("x32"));
		assertThrows(IllegalArgumentException.class, () -> hart.readRegister(0x800));
		assertThrows(IllegalArgumentException.class, () -> hart.writeRegister(0x800, 0));
	}

	@Test
	void featuresAreCheckedByName() {
		assertEquals("a RISC-V hart has no feature cache: use extensions, mmu, ad", refused(Map.of("cache", "big")));
		assertEquals("mmu=sv32: use sv39, sv48, sv57 or bare", refused(Map.of("mmu", "sv32")));
		assertEquals("ad=maybe: use update or trap", refused(Map.of("ad", "maybe")));
		assertEquals("extensions=rv32i: a RISC-V hart is rv64imafdc or rv64imac", refused(Map.of("extensions", "rv32i")));
		assertEquals("extensions=rv64imac_zba_zbx: there is no zbx; beside that there are zicsr, zifencei, zicntr, zihpm, zihintpause, "
				+ "zicbop, zicbom, zicboz, zicond, zba, zbb, zbc, zbs, sstc, svinval, svpbmt", refused(Map.of("extensions", "rv64imac_zba_zbx")));
		assertEquals(Hart.NONE, new RiscvArchitecture().createHart(0, Map.of("extensions", "rv64imac_zicsr_zifencei")).pendingInterrupt());
	}

	private static String refused(Map<String, String> features) {
		return assertThrows(IllegalArgumentException.class, () -> new RiscvArchitecture().createHart(0, features)).getMessage();
	}

	@Test
	void aHartWithoutFloatingPointSaysSoAndCannotSwitchItOn() {
		RiscvHart integer = (RiscvHart) new RiscvArchitecture().createHart(0, Map.of("extensions", "rv64imac"));
		integer.reset(0);
		integer.writeRegister(integer.registerNamed("mstatus"), -1);
		assertEquals(0xa_007e_19aaL, integer.mstatus);
		assertEquals(0x8000_0000_0014_1105L, integer.readRegister(integer.registerNamed("misa")));
	}

	@Test
	void floatingPointRegistersHaveBothNames() {
		assertEquals(hart.registerNamed("f10"), hart.registerNamed("fa0"));
		assertEquals(0x1020 + 31, hart.registerNamed("ft11"));
		assertEquals(-7, written("fs0", -7));
		assertEquals(-7, hart.f[8]);
	}

	@Test
	void aProgramFindsThatThereAreNoTriggers() {
		for (String register : new String[] { "tselect", "tdata1", "tdata2", "tdata3" }) {
			assertEquals(0, written(register, -1), register);
		}
		assertEquals(1, written("tinfo", 0));
	}
}
