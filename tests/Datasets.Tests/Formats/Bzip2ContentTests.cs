using System.Text;
using Digits.Datasets.Formats.Archives;

namespace Digits.Datasets.Tests.Formats;

public sealed class Bzip2ContentTests
{
    // Packed with the bzip2 of Python's standard library.
    private const string Hello = "QlpoOTFBWSZTWQ9euFQAABNRgAAQQAQyYb4AIAAhqYQ2pp6gpgACiF0jamLIt29nElnCe2mKUSOJ/fF3JFOFCQD164VA";
    private const string Nothing = "QlpoORdyRThQkAAAAAA=";
    private const string Runs = "QlpoOTFBWSZTWSSkKnIAAAJBAeAAP4AAgAAIIAAxANNNBHqnpPRMk07y4ZzpV7hGCSMJaEPSCqcnxdyRThQkCSkKnIA=";
    private const string ThreeBlocks = "QlpoMTFBWSZTWSLon2oAr78ZgEAAAAgSAZQAIACQIYEBSpM0TFQVHagqMqCo4oKj1QVGvqgqMVBUdVBUaqCo4qCo1UFR6oKjyoKje1QVH5igrJMprPLfPhAAOpUMwCAAAAQJAMoAEABIEMCApUTaJioKjtQVGVBUcUFR6oKjW6gqMVBUdVBUaqCo7ioKjdQVHqgqPlQVG1QVH5igrJMprLXg2dmAAnGMwCAAAAQJAMoAEABIEMCApSTCZyQqNYoVHVCo4oVG5Co8oVGlCo4UKjpQqMUKj6kKjFCo8oVHihUapCo/F3JFOFCQKx82Wg==";

    private const string Text = "to be or not to be, that is the question\n";

    public static TheoryData<string, string> Packed => new()
    {
        { Hello, Text },
        { Nothing, "" },
        { Runs, new string('a', 3) + new string('b', 4) + new string('c', 5) + new string('d', 258) + new string('e', 259) + new string('f', 260) + new string('g', 1000) },
        { ThreeBlocks, string.Concat(Enumerable.Repeat("to be or not to be; ", 12_500)) },
    };

    [Theory]
    [MemberData(nameof(Packed))]
    public void Read_Packed_GivesTheText(string packed, string text) =>
        Assert.Equal(text, Unpack(Convert.FromBase64String(packed)));

    [Fact]
    public void Read_StreamsOneAfterAnother_GivesTheirTexts() =>
        Assert.Equal(Text + Text, Unpack([.. Convert.FromBase64String(Hello), .. Convert.FromBase64String(Nothing), .. Convert.FromBase64String(Hello)]));

    [Fact]
    public void Read_CutShort_IsAFault()
    {
        var packed = Convert.FromBase64String(Hello);

        Assert.All(Enumerable.Range(1, packed.Length - 1), length => Assert.Throws<InvalidDataException>(() => Unpack(packed[..length])));
    }

    [Fact]
    public void Read_AnyBitTurned_IsAFaultOrTheSameText()
    {
        var packed = Convert.FromBase64String(Runs);
        var (faults, same) = (0, 0);
        for (var bit = 0; bit < packed.Length * 8; bit++)
        {
            var damaged = packed.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            try
            {
                // Some bits say nothing about the text: the checksum of the whole, the padding, lengths of codes that are not used.
                Assert.Equal(Unpack(packed), Unpack(damaged));
                same++;
            }
            catch (InvalidDataException)
            {
                faults++;
            }
        }

        Assert.True(faults > 5 * same, $"{faults} faults, {same} times the same text");
    }

    [Fact]
    public void Read_ArbitraryBytesAfterTheHeader_EndsInAFault()
    {
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            var bytes = new byte[random.Next(20, 400)];
            random.NextBytes(bytes);
            Convert.FromBase64String(Hello).AsSpan(0, 14).CopyTo(bytes);

            Assert.Throws<InvalidDataException>(() => Unpack(bytes));
        }
    }

    [Theory]
    [InlineData("PK\u0003\u0004 and so on")]
    [InlineData("BZh0 has no blocks")]
    [InlineData("B")]
    public void Read_SomethingElse_IsAFault(string bytes) =>
        Assert.Throws<InvalidDataException>(() => Unpack(Encoding.Latin1.GetBytes(bytes)));

    private static string Unpack(byte[] packed)
    {
        using var unpacked = new Bzip2Content(new MemoryStream(packed));
        using var text = new MemoryStream();
        unpacked.CopyTo(text);
        return Encoding.ASCII.GetString(text.ToArray());
    }
}
