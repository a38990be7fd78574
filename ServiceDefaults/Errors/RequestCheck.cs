using System.Reflection;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;

namespace Digits.ServiceDefaults.Errors;

/// <summary>
/// Binds the methods of a service as the package's own provider does, except that a request which is not a message of the method's type
/// is answered with INVALID_ARGUMENT. The package parses a request before any interceptor runs and reports a parse failure as UNKNOWN.
/// </summary>
internal sealed class RequestCheck<TService> : IServiceMethodProvider<TService>
    where TService : class
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (typeof(TService).GetCustomAttribute<BindServiceMethodAttribute>(inherit: true) is not { } attribute)
        {
            return;
        }

        var serviceBase = ServiceBase(attribute);
        var bind = attribute.BindType.GetMethod(attribute.BindMethodName, BindingFlags.Public | BindingFlags.Static, [typeof(ServiceBinderBase), serviceBase])
            ?? throw new InvalidOperationException($"{attribute.BindType} has no method {attribute.BindMethodName} to bind {typeof(TService)}.");
        bind.Invoke(null, [new Binder(context, serviceBase), null]);
    }

    // The generated base class, which carries the attribute itself.
    private static Type ServiceBase(BindServiceMethodAttribute attribute)
    {
        var type = typeof(TService);
        while (type.BaseType?.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true) is { } inherited && inherited.BindType == attribute.BindType)
        {
            type = type.BaseType;
        }

        return type;
    }

    private sealed class Binder(ServiceMethodProviderContext<TService> context, Type serviceBase) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
        {
            var (metadata, invoke) = Find<UnaryServerMethod<TService, TRequest, TResponse>>(method);
            context.AddUnaryMethod(Checked(method), metadata, invoke);
        }

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
        {
            var (metadata, invoke) = Find<ClientStreamingServerMethod<TService, TRequest, TResponse>>(method);
            context.AddClientStreamingMethod(Checked(method), metadata, invoke);
        }

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
        {
            var (metadata, invoke) = Find<ServerStreamingServerMethod<TService, TRequest, TResponse>>(method);
            context.AddServerStreamingMethod(Checked(method), metadata, invoke);
        }

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
        {
            var (metadata, invoke) = Find<DuplexStreamingServerMethod<TService, TRequest, TResponse>>(method);
            context.AddDuplexStreamingMethod(Checked(method), metadata, invoke);
        }

        private static Method<TRequest, TResponse> Checked<TRequest, TResponse>(Method<TRequest, TResponse> method)
            where TRequest : class
            where TResponse : class
        {
            var given = method.RequestMarshaller;
            var requests = new Marshaller<TRequest>(given.ContextualSerializer, context => Read(given, context));
            return new Method<TRequest, TResponse>(method.Type, method.ServiceName, method.Name, requests, method.ResponseMarshaller);
        }

        private static TRequest Read<TRequest>(Marshaller<TRequest> marshaller, DeserializationContext context)
        {
            try
            {
                return marshaller.ContextualDeserializer(context);
            }
            catch (InvalidProtocolBufferException)
            {
                throw RpcErrors.InvalidArgument("MALFORMED_REQUEST", "The request is not a protobuf message of this method's type.");
            }
        }

        // The delegate's parameters after the first, which is the service, are those of the method.
        private (List<object> Metadata, TDelegate Invoke) Find<TDelegate>(IMethod method)
            where TDelegate : Delegate
        {
            var parameters = typeof(TDelegate).GetMethod("Invoke")!.GetParameters().Skip(1).Select(parameter => parameter.ParameterType).ToArray();
            var declared = serviceBase.GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters)
                ?? throw new InvalidOperationException($"{serviceBase} has no method for {method.FullName}.");
            var implemented = typeof(TService).GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance, parameters) ?? declared;
            List<object> metadata =
            [
                .. typeof(TService).GetCustomAttributes(inherit: true), .. implemented.GetCustomAttributes(inherit: true), new HttpMethodMetadata(["POST"]),
            ];
            return (metadata, declared.CreateDelegate<TDelegate>());
        }
    }
}
