namespace Digits.Imaging.Tests;

public sealed class BytesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(1000)]
    [InlineData(70_000)]
    public void AllOperations_AnyLength_GiveWhatOneByteAfterAnotherGives(int length)
    {
        var random = new Random(length);
        var noise = new byte[length];
        random.NextBytes(noise);
        foreach (var values in new[] { noise, [.. Enumerable.Repeat((byte)255, length)] })
        {
            var (distances, rest) = (new byte[length], new byte[length]);
            Bytes.Distance(values, 100, 0, distances);
            Bytes.Distance(values, 100, 96, rest);

            Assert.Equal(values.DefaultIfEmpty().Max(), Bytes.Max(values));
            Assert.Equal(values.Sum(value => (long)value), Bytes.Sum(values));
            Assert.Equal(values.Select(value => (byte)Math.Abs(value - 100)), distances);
            Assert.Equal(values.Select(value => (byte)Math.Max(0, Math.Abs(value - 100) - 96)), rest);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(1, 5)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(7, 4)]
    public void Border_AnyRegion_HasEachPixelOfTheRingOnce(int width, int height)
    {
        var visited = new List<(int, int)>();
        foreach (var pixel in new Region(10, 20, width, height).Border())
        {
            visited.Add(pixel);
        }

        var ring = from y in Enumerable.Range(20, height)
                   from x in Enumerable.Range(10, width)
                   where x == 10 || y == 20 || x == 9 + width || y == 19 + height
                   select (x, y);
        Assert.Equal(ring.Order(), visited.Order());
    }
}
