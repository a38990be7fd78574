namespace Digits.Learning.Torch.Tests;

/// <summary>Stands for all tests of this project where they cannot be compiled.</summary>
public sealed class PackageSetTests
{
    [Fact(Skip = "TorchSharp is not in the compact package set; -p:PackageSet=full builds and tests Learning.Torch.")]
    public void Train_OverTorchSharp_KeepsTheTrainersContract() => Assert.Fail("There is no TorchSharp in this build.");
}
