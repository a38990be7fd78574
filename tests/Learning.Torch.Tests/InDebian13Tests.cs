using System.Globalization;
using System.Text.RegularExpressions;
using Digits.Learning.Tests;
using Digits.Tests.Debian;
using Xunit.Abstractions;

namespace Digits.Learning.Torch.Tests;

/// <summary>
/// libtorch wants a libstdc++ of 2023 or later. On an older system, such as Debian 12, all other tests of this project run in a process of
/// their own over the libraries of Debian 13.
/// </summary>
public sealed partial class InDebian13Tests(ITestOutputHelper output)
{
    // Enough that a run which finds only a part of them is noticed.
    private const int Least = 100;

    [InDebian13Fact]
    public void Contract_LibraryDoesNotLoadHere_HoldsInDebian13()
    {
        Debian13.Prepare();
        var (code, text) = Debian13.Run(Debian13.Start("test", typeof(InDebian13Tests).Assembly.Location, "--logger", "console;verbosity=normal"));

        output.WriteLine(text);
        Assert.True(code == 0, text);
        var passed = int.Parse(Passed().Match(text).Groups["count"].Value, CultureInfo.InvariantCulture);
        Assert.InRange(passed, Least, int.MaxValue);
    }

    [GeneratedRegex(@"^\s+Passed: (?<count>\d+)", RegexOptions.Multiline)]
    private static partial Regex Passed();
}
