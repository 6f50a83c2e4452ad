package org.ringside.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringside.isa.Row.Input;
import org.ringside.isa.Row.Place;

/** Each wrong description is refused in one line that quotes the row; {@link WrongRows} has them. */
class LoadTest {

	@ParameterizedTest
	@ValueSource(classes = { WrongRows.LeftOver.class, WrongRows.TooLong.class, WrongRows.Gap.class, WrongRows.Twice.class,
			WrongRows.NotAToken.class, WrongRows.NoWidth.class, WrongRows.UnknownField.class, WrongRows.UnknownParameter.class,
			WrongRows.WrongType.class, WrongRows.Overlap.class, WrongRows.OverlapInContext.class, WrongRows.OverlapOfConditions.class,
			WrongRows.NoAccess.class, WrongRows.AccessWithoutHart.class, WrongRows.ModeMissing.class, WrongRows.ModeUnknown.class,
			WrongRows.ModeTwice.class, WrongRows.KindUnknown.class, WrongRows.BitUnknown.class, WrongRows.FieldUnused.class,
			WrongRows.FieldNotWritten.class, WrongRows.BranchOfLong.class, WrongRows.JumpOfBoolean.class, WrongRows.RepeatOfVoid.class,
			WrongRows.ResultNowhere.class, WrongRows.ResultOfVoid.class, WrongRows.ResultToConstant.class, WrongRows.CompanionMissing.class,
			WrongRows.CompanionImpure.class, WrongRows.CompanionOfNothing.class, WrongRows.CompanionNotStatic.class,
			WrongRows.CompanionVoid.class, WrongRows.WhereUnknown.class, WrongRows.WhereNonsense.class, WrongRows.WhenUnknown.class,
			WrongRows.NoRestart.class, WrongRows.RestartNotWritten.class, WrongRows.SamePlace.class, WrongRows.LengthDiffers.class,
			WrongRows.NotStatic.class, WrongRows.BadText.class, WrongRows.BadSuffix.class, WrongRows.TargetOfJump.class })
	void aWrongRowIsQuoted(Class<?> chapter) {
		WrongRows.Says says = chapter.getAnnotation(WrongRows.Says.class);
		IsaException e = assertThrows(IsaException.class, () -> Toy.with(chapter));
		assertEquals(says.value(), e.getMessage());
		assertTrue(e.getMessage().lines().count() == 1);
		Instruction row = Arrays.stream(chapter.getDeclaredMethods()).map(m -> m.getAnnotation(Instruction.class)).filter(i -> i != null)
				.findFirst().orElseThrow();
		assertTrue(e.getMessage().contains(row.bits()), "quotes the row");
	}

	@ParameterizedTest
	@ValueSource(classes = { WrongHarts.NumberTwice.class, WrongHarts.NameTwice.class, WrongHarts.FieldsOverlap.class,
			WrongHarts.FieldOutside.class, WrongHarts.NoWriter.class, WrongHarts.WrongType.class, WrongHarts.AccessIncomplete.class,
			WrongHarts.FileOfOtherType.class, WrongHarts.NamesIncomplete.class, WrongHarts.UnknownFile.class, WrongHarts.OperandTwice.class,
			WrongHarts.NoModes.class, WrongHarts.NoLength.class, WrongHarts.NoDescription.class, WrongHarts.BadFormat.class })
	void aWrongRegisterIsQuoted(Class<? extends BareHart> hart) {
		WrongRows.Says says = hart.getAnnotation(WrongRows.Says.class);
		IsaException e = assertThrows(IsaException.class, () -> Isa.of(new Toy(hart, List.of())));
		assertEquals(says.value(), e.getMessage());
	}

	@Test
	void parametersResolveToWhatTheirNamesSay() {
		Isa toy = Toy.isa();
		Row jal = toy.row("jal");
		assertTrue(jal.inputs().get(0) instanceof Input.Pc && jal.inputs().get(1) instanceof Input.Constant);
		assertTrue(jal.results().getFirst().by().inputs().getFirst() instanceof Input.Next);
		Row adds = toy.row("adds");
		assertTrue(adds.results().get(0).to() instanceof Place.Element);
		assertTrue(adds.results().get(1).to() instanceof Place.Scalar(var field) && field.getName().equals("flags"));
		assertTrue(adds.results().get(1).by().inputs().get(2) instanceof Input.TheResult);
		assertTrue(toy.row("c.lwsp").inputs().get(1) instanceof Input.Fixed(var file, int number) && number == 2 && file.name().equals("x"));
		assertTrue(toy.row("c.and").inputs().getFirst() instanceof Input.Element(var f) && f.name().equals("rd'/rs1'") && f.plus() == 8);
	}

	@Test
	void rowsAreInTheOrderOfTheSource() {
		List<String> names = Toy.isa().rows().stream().map(Row::name).toList();
		assertEquals(List.of("addi", "xor", "adds", "lui", "auipc", "beq"), names.subList(0, 6));
		for (Row r : Toy.isa().rows()) {
			assertEquals(r, Toy.isa().rows().get(r.id()));
		}
	}

	/** Compiled by the JDK's compiler with debug information and without {@code -parameters}, as some builds do. */
	@Test
	void namesOfParametersAreReadFromDebugInformation(@TempDir Path dir) throws Exception {
		try (URLClassLoader plain = compiled(dir, "-g")) {
			Isa isa = Toy.with(plain.loadClass("Plain"));
			assertTrue(isa.row("add").inputs().getFirst() instanceof Input.Element(var f) && f.name().equals("rs1"));
		}
	}

	@Test
	void withoutNamesOfParametersTheMendIsTold(@TempDir Path dir) throws Exception {
		try (URLClassLoader loader = compiled(dir, "-g:none")) {
			Class<?> plain = loader.loadClass("Plain");
			assertEquals("Plain.add '0000000 rs2 rs1 000 rd 0110011': the names of the parameters of add are not in its class file;"
					+ " compile with -parameters", assertThrows(IsaException.class, () -> Toy.with(plain)).getMessage());
		}
	}

	private static URLClassLoader compiled(Path dir, String option) throws Exception {
		Path source = Files.writeString(dir.resolve("Plain.java"), """
				public class Plain {
					@org.ringside.isa.Instruction(bits = "0000000 rs2 rs1 000 rd 0110011", asm = "rd, rs1, rs2")
					public static long add(long rs1, long rs2) { return rs1 + rs2; }
				}
				""");
		String path = Path.of(Instruction.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
		assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, option, "-proc:none", "-cp", path, "-d", dir.toString(), source.toString()));
		return new URLClassLoader(new URL[] { dir.toUri().toURL() }, LoadTest.class.getClassLoader());
	}
}
