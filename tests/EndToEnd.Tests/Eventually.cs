namespace Digits.EndToEnd.Tests;

internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks again until the answer is yes; for states that another process reaches on its own and tells nobody of.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, TestApp app)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(Interval);
        while (!await condition())
        {
            try
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"It did not come true within {Patience}:{Environment.NewLine}{app.Log}");
            }
        }
    }
}
