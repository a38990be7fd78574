namespace Digits.Tests;

/// <summary>A fact about the real MNIST files in <c>../shared/data/mnist</c>; skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MnistFactAttribute : FactAttribute
{
    public MnistFactAttribute()
    {
        if (!Directory.Exists(Mnist.Folder))
        {
            Skip = "needs the four MNIST files in ../shared/data/mnist beside the checkout";
        }
    }
}
