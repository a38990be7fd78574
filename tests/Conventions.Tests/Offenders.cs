namespace Digits.Conventions.Tests;

internal static class Offenders
{
    /// <summary>Passes when there are none, and lists them all when there are.</summary>
    public static void None<T>(IEnumerable<T> offenders)
    {
        var list = offenders.ToList();
        if (list.Count > 0)
        {
            Assert.Fail(string.Join(Environment.NewLine, list));
        }
    }
}
