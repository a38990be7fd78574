using Aspire.Hosting.Eventing;

namespace Digits.Hosting.Tests;

public sealed class EventingTests
{
    private readonly DistributedApplicationEventing _eventing = new();
    private readonly List<string> _calls = [];

    [Fact]
    public async Task PublishAsync_SeveralHandlers_RunInOrderOfSubscription()
    {
        _eventing.Subscribe<Happened>((_, _) => CallAsync("first"));
        _eventing.Subscribe<Happened>((_, _) => CallAsync("second"));

        await _eventing.PublishAsync(new Happened());

        Assert.Equal(["first", "second"], _calls);
    }

    [Fact]
    public async Task PublishAsync_Unsubscribed_IsNotCalled()
    {
        var subscription = _eventing.Subscribe<Happened>((_, _) => CallAsync("gone"));
        _eventing.Unsubscribe(subscription);

        await _eventing.PublishAsync(new Happened());

        Assert.Empty(_calls);
    }

    [Fact]
    public async Task PublishAsync_EventOfOneResource_ReachesItsHandlersAndThoseOfAll()
    {
        var a = new ProjectResource("a");
        var b = new ProjectResource("b");
        _eventing.Subscribe<HappenedTo>(a, (_, _) => CallAsync("a"));
        _eventing.Subscribe<HappenedTo>(b, (_, _) => CallAsync("b"));
        _eventing.Subscribe<HappenedTo>((e, _) => CallAsync($"all: {e.Resource.Name}"));

        await _eventing.PublishAsync(new HappenedTo(b));

        Assert.Equal(["b", "all: b"], _calls);
    }

    private Task CallAsync(string call)
    {
        _calls.Add(call);
        return Task.CompletedTask;
    }

    private sealed class Happened : IDistributedApplicationEvent;

    private sealed class HappenedTo(IResource resource) : IDistributedApplicationResourceEvent
    {
        public IResource Resource => resource;
    }
}
