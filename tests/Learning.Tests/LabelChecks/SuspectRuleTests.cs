using Digits.Learning.LabelChecks;

namespace Digits.Learning.Tests.LabelChecks;

public sealed class SuspectRuleTests
{
    [Fact]
    public void Judge_SurelyReadAsAnother_IsSuspectWithItsProbabilities()
    {
        int[] labels = [0, 0, 0, 1, 1, 0];
        double[] probabilities = [0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.1, 0.9, 0.1, 0.9, 0.05, 0.95];

        var result = SuspectRule.Judge(labels, probabilities, 2, [4, 2]);

        var suspect = Assert.Single(result.Suspects);
        Assert.Equal((5, 0, 1, 0.05, 0.95), (suspect.Index, suspect.Label, suspect.Suggested, suspect.LabelProbability, suspect.SuggestedProbability));
        Assert.Equal(5.0 / 6, result.Accuracy);
    }

    [Fact]
    public void Judge_ClassThatIsHardToRead_IsNotSuspectAllOver()
    {
        // Class 0 is usually read with 0.4 only, the rest going to class 1, which is itself read with 0.95.
        int[] labels = [0, 0, 0, 0, 1, 1, 1, 1];
        double[] probabilities = [0.6, 0.4, 0.4, 0.4, 0.35, 0.45, 0.35, 0.4, 0.05, 0.95, 0.05, 0.95, 0.05, 0.95, 0.05, 0.95];

        Assert.Empty(SuspectRule.Judge(labels, probabilities, 2, [4, 4]).Suspects);
    }

    [Fact]
    public void Judge_Several_ComeTheMostSuspectFirst()
    {
        int[] labels = [0, 0, 0, 0, 1, 1, 1, 0, 0];
        double[] probabilities =
        [
            0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.9, 0.1, 0.1, 0.9, 0.1, 0.9, 0.1, 0.9, 0.3, 0.7, 0.01, 0.99,
        ];

        Assert.Equal([8, 7], SuspectRule.Judge(labels, probabilities, 2, [6, 3]).Suspects.Select(suspect => suspect.Index));
    }

    [Fact]
    public void Judge_ClassWithOneImage_IsLeftAloneAndNamed()
    {
        int[] labels = [0, 0, 0, 1];
        double[] probabilities = [1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0];

        var result = SuspectRule.Judge(labels, probabilities, 3, [3, 1, 0]);

        Assert.Empty(result.Suspects);
        Assert.Equal([1], result.UnjudgedClasses);
    }

    [Fact]
    public void Judge_NoSamples_FindsNothing()
    {
        var result = SuspectRule.Judge([], [], 2, [0, 0]);

        Assert.Empty(result.Suspects);
        Assert.Empty(result.UnjudgedClasses);
    }
}
