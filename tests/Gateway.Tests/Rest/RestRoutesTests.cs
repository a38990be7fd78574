using Digits.Gateway.Rest;
using Digits.Gateway.Services;
using Digits.OpenInference.V2;
using Digits.ServiceDefaults.Clients;
using Digits.Test.V1;
using Google.Protobuf.Reflection;

namespace Digits.Gateway.Tests.Rest;

public sealed class RestRoutesTests
{
    [Theory]
    [InlineData(nameof(UnknownVariableService), "/faulty/{nothing} names nothing, which digits.test.v1.FaultyRequest does not have")]
    [InlineData(nameof(RepeatedVariableService), "/faulty/{many} names many, which is not a single plain value")]
    [InlineData(nameof(BrokenTemplateService), "'}' is missing")]
    [InlineData(nameof(UnknownBodyService), "body names nothing, which digits.test.v1.FaultyRequest does not have")]
    [InlineData(nameof(UnknownResponseBodyService), "response_body names nothing, which digits.test.v1.FaultyResponse does not have")]
    [InlineData(nameof(BodyOnGetService), "GET has no body")]
    [InlineData(nameof(DuplicateService), "GET /faulty/* is bound more than once: digits.test.v1.DuplicateService.First, digits.test.v1.DuplicateService.Second")]
    [InlineData(nameof(NestedBindingService), "additional_bindings cannot hold additional_bindings")]
    [InlineData(nameof(ClientStreamService), "is a oneof of a settings message and a digits.upload.v1.FileChunk")]
    [InlineData(nameof(BothWaysService), "a stream in both directions cannot be called over REST")]
    public void Of_FaultyAnnotation_NamesMethodAndFault(string service, string fault)
    {
        var exception = Assert.Throws<RouteConfigurationException>(() => RestRoutes.Of(Services(service)));

        Assert.Contains($"digits.test.v1.{service}.", exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_SeveralFaults_ListsThemAll()
    {
        var exception = Assert.Throws<RouteConfigurationException>(() => RestRoutes.Of(Services(nameof(UnknownVariableService), nameof(UnknownBodyService))));

        Assert.Equal(2, exception.Faults.Count);
    }

    [Fact]
    public void Of_OwnContracts_BindsEveryAnnotatedMethod()
    {
        var bound = RestRoutes.Of(RoutedServices.Default).Select(route => route.Rpc.Descriptor.FullName).ToHashSet();
        // The REST form of the Open Inference Protocol is written by hand.
        var methods = RoutedServices.Default.All.Where(service => service.Contract.FullName != GRPCInferenceService.Descriptor.FullName)
            .SelectMany(service => service.Contract.Methods).Select(method => method.FullName);
        Assert.Equal(methods.ToHashSet(), bound);
    }

    private static RoutedServices Services(params string[] names) => new(
        [.. FaultyServiceReflection.Descriptor.Services.Where(service => names.Contains(service.Name)).Select(Routed)]);

    private static RoutedService Routed(ServiceDescriptor service) => new(service, Peer.Processing);
}
