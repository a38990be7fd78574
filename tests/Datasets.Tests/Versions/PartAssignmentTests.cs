using Digits.Datasets.Versions;

namespace Digits.Datasets.Tests.Versions;

public sealed class PartAssignmentTests
{
    [Theory]
    [InlineData(0.8, 0.0, 800, 0)]
    [InlineData(0.8, 0.1, 700, 100)]
    [InlineData(0.6, 0.5, 100, 500)]
    public void Assign_NoPartsSaid_DrawsEveryClassByTheRatios(double train, double validation, int trainCount, int validationCount)
    {
        var parts = new Part[1000];

        Assert.Equal(0, PartAssignment.Assign(Distinct(1000), Classes(1000), parts, 10, new SplitRule(train, validation, 4)));

        Assert.Equal(trainCount, parts.Count(part => part == Part.Train));
        Assert.Equal(validationCount, parts.Count(part => part == Part.Validation));
        for (var digit = 0; digit < 10; digit++)
        {
            Assert.InRange(parts.Where((part, sample) => part == Part.Train && sample % 10 == digit).Count(), (trainCount / 10) - 1, (trainCount / 10) + 1);
        }
    }

    [Fact]
    public void Assign_LabelsWithOneSampleEach_AllGoToTrain()
    {
        for (var seed = 0u; seed < 50; seed++)
        {
            var parts = new Part[100];
            var classes = Enumerable.Range(0, 100).Select(sample => (ushort)(sample < 90 ? sample % 3 : sample)).ToArray();

            PartAssignment.Assign(Distinct(100), classes, parts, 100, new SplitRule(0.6, 0.2, seed));

            Assert.All(parts[90..], part => Assert.Equal(Part.Train, part));
            Assert.Contains(Part.Test, parts);
            Assert.Contains(Part.Validation, parts);
        }
    }

    [Fact]
    public void Assign_OnlySampleOfALabelThatFilesPutIntoTest_StaysThere()
    {
        var parts = new[] { Part.Train, Part.Train, Part.Test };

        PartAssignment.Assign(Distinct(3), [0, 0, 1], parts, 2, new SplitRule(0.8, 0, 0));

        Assert.Equal([Part.Train, Part.Train, Part.Test], parts);
    }

    [Fact]
    public void Assign_EqualImages_NeverComeIntoDifferentParts()
    {
        for (var seed = 0u; seed < 200; seed++)
        {
            var random = new Random((int)seed);
            var hashes = Enumerable.Range(0, 300).Select(_ => (UInt128)random.Next(60)).ToArray();
            var said = Enumerable.Range(0, 300).Select(_ => seed % 2 == 0 ? Part.Unspecified : (Part)random.Next(4)).ToArray();
            var parts = said.ToArray();

            var moved = PartAssignment.Assign(hashes, Classes(300), parts, 10, new SplitRule(0.7, 0.2, seed));

            Assert.DoesNotContain(Part.Unspecified, parts);
            Assert.All(hashes.Zip(parts).GroupBy(sample => sample.First), group => Assert.Single(group.Select(sample => sample.Second).Distinct()));
            Assert.Equal(said.Zip(parts).Count(sample => sample.First != Part.Unspecified && sample.First != sample.Second), moved);
        }
    }

    [Fact]
    public void Assign_EqualImagesInTrainAndTest_ComeIntoTest()
    {
        Part[] parts = [Part.Train, Part.Train, Part.Test, Part.Validation];

        var moved = PartAssignment.Assign([1, 2, 1, 2], [0, 1, 0, 1], parts, 2, new SplitRule(0.8, 0, 0));

        Assert.Equal([Part.Test, Part.Validation, Part.Test, Part.Validation], parts);
        Assert.Equal(2, moved);
    }

    [Fact]
    public void Assign_TestSaid_DrawsTheValidationPartOutOfTheRest()
    {
        var parts = Enumerable.Range(0, 1200).Select(sample => sample < 200 ? Part.Test : Part.Train).ToArray();

        PartAssignment.Assign(Distinct(1200), Classes(1200), parts, 10, new SplitRule(0.8, 0.1, 0));

        Assert.Equal((900, 100, 200), (parts.Count(part => part == Part.Train), parts.Count(part => part == Part.Validation), parts.Count(part => part == Part.Test)));
        Assert.All(parts[..200], part => Assert.Equal(Part.Test, part));
    }

    [Fact]
    public void Draw_SameImage_GivesTheSamePartWhenever()
    {
        var rule = new SplitRule(0.8, 0.1, 0);

        Assert.Equal(Part.Validation, PartAssignment.Draw(UInt128.Zero, rule));
        Assert.Equal(Part.Train, PartAssignment.Draw(UInt128.MaxValue / 2, rule));
        Assert.Equal(Part.Test, PartAssignment.Draw(UInt128.MaxValue, rule));
    }

    private static UInt128[] Distinct(int count) => [.. Enumerable.Range(0, count).Select(index => (UInt128)index)];

    private static ushort[] Classes(int count) => [.. Enumerable.Range(0, count).Select(index => (ushort)(index % 10))];
}
