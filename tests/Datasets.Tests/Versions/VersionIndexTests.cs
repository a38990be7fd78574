using Digits.Datasets.Versions;

namespace Digits.Datasets.Tests.Versions;

public sealed class VersionIndexTests
{
    [Theory]
    [InlineData(new[] { 2, 5, 9, 14 })]
    [InlineData(new[] { 9, 2, 14, 5 })]
    public void TryFind_NumbersInAnyOrder_FindsEachAndNothingElse(int[] numbers)
    {
        var index = VersionIndex.Of(
        [
            .. numbers.Select(number => new VersionSample(number, Part.Train, 0)),
            .. numbers.Select(number => new VersionSample(number + 1, Part.Test, 1)),
        ]);

        for (var i = 0; i < numbers.Length; i++)
        {
            Assert.True(index.TryFind(numbers[i], out var part, out var position));
            Assert.Equal((Part.Train, i), (part, position));
            Assert.True(index.TryFind(numbers[i] + 1, out part, out position));
            Assert.Equal((Part.Test, i), (part, position));
        }

        Assert.All(new[] { -1, 0, 1, 4, 16, int.MaxValue }, number =>
        {
            Assert.False(index.TryFind(number, out var part, out var position));
            Assert.Equal((Part.Unspecified, -1), (part, position));
        });
    }
}
