using System.Text;
using Digits.Learning.Data;

namespace Digits.Learning.Tests.Data;

public sealed class Crc32Tests
{
    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("a", 0xE8B7BE43u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void Of_KnownText_IsItsChecksum(string text, uint expected) => Assert.Equal(expected, Crc32.Of(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void Append_InAnyPieces_IsTheChecksumOfTheWhole()
    {
        var bytes = new byte[100];
        new Random(1).NextBytes(bytes);

        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(Crc32.Of(bytes), Crc32.Append(Crc32.Of(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }
}
