using Digits.Processing.Import;
using Digits.Processing.V1;

namespace Digits.Processing.Tests.Import;

public sealed class FilePairingTests
{
    [Theory]
    [InlineData("train-images-idx3-ubyte.gz", Part.Train)]
    [InlineData("emnist-letters-TRAIN-labels", Part.Train)]
    [InlineData("t10k-images.idx3-ubyte", Part.Test)]
    [InlineData("qmnist_test_labels", Part.Test)]
    [InlineData("latest-images", Part.Unspecified)]
    [InlineData("images", Part.Unspecified)]
    [InlineData("train-or-test", Part.Unspecified)]
    internal void Hint_NameOfAFile_GivesThePartItSpeaksOf(string name, Part expected) => Assert.Equal(expected, FilePairing.Hint(name));
}
