using Digits.Learning.LabelChecks;

namespace Digits.Learning.Tests.LabelChecks;

public sealed class SuspectRuleTests
{
    [Fact]
    public void Judge_SurelyReadAsAnother_IsSuspectWithItsProbabilities()
    {
        int[] labels = [0, 0, 0, 1, 1, 0];
        float[] probabilities = [0.9f, 0.1f, 0.9f, 0.1f, 0.9f, 0.1f, 0.1f, 0.9f, 0.1f, 0.9f, 0.05f, 0.95f];

        var result = SuspectRule.Judge(labels, probabilities, 2, [4, 2]);

        var suspect = Assert.Single(result.Suspects);
        Assert.Equal((5, 0, 1, 0.05f, 0.95f), (suspect.Index, suspect.Label, suspect.Suggested, suspect.LabelProbability, suspect.SuggestedProbability));
        Assert.Equal(5.0 / 6, result.Accuracy);
    }

    [Fact]
    public void Judge_ClassThatIsHardToRead_IsNotSuspectAllOver()
    {
        // Class 0 is usually read with 0.4 only, the rest going to class 1, which is itself read with 0.95.
        int[] labels = [0, 0, 0, 0, 1, 1, 1, 1];
        float[] probabilities = [0.6f, 0.4f, 0.4f, 0.4f, 0.35f, 0.45f, 0.35f, 0.4f, 0.05f, 0.95f, 0.05f, 0.95f, 0.05f, 0.95f, 0.05f, 0.95f];

        Assert.Empty(SuspectRule.Judge(labels, probabilities, 2, [4, 4]).Suspects);
    }

    [Fact]
    public void Judge_Several_ComeTheMostSuspectFirst()
    {
        int[] labels = [0, 0, 0, 0, 1, 1, 1, 0, 0];
        float[] probabilities =
        [
            0.9f, 0.1f, 0.9f, 0.1f, 0.9f, 0.1f, 0.9f, 0.1f, 0.1f, 0.9f, 0.1f, 0.9f, 0.1f, 0.9f, 0.3f, 0.7f, 0.01f, 0.99f,
        ];

        Assert.Equal([8, 7], SuspectRule.Judge(labels, probabilities, 2, [6, 3]).Suspects.Select(suspect => suspect.Index));
    }

    [Fact]
    public void Judge_ClassWithOneImage_IsLeftAloneAndNamed()
    {
        int[] labels = [0, 0, 0, 1];
        float[] probabilities = [1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0];

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
