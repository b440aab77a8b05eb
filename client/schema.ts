// Made from the OpenAPI document by `npm run client`.
export interface paths {
    "/v1/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List conversations */
        get: operations["listConversations"];
        put?: never;
        /** Write to somebody first */
        post: operations["startConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contacts/{contact}/conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the conversations of a contact */
        get: operations["listConversationsOfContact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a conversation */
        get: operations["getConversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what the shop keeps of a conversation and its case */
        patch: operations["updateConversation"];
        trace?: never;
    };
    "/v1/conversations/{conversation}/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Mark as read, and show the customer where the channel can */
        post: operations["markConversationRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show the customer that somebody is typing, where the channel can */
        post: operations["showTyping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was said, noted and what happened */
        get: operations["listEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what was said, noted and what happened */
        get: operations["listMessages"];
        put?: never;
        /**
         * Send a message
         * @description Answered once the message is kept, with the exact parts it will go out in; it is sent from then on without the caller.
         */
        post: operations["sendMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation}/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the cases of a conversation */
        get: operations["listCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation}/cases/{case}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say what a case is called in other systems */
        patch: operations["updateCase"];
        trace?: never;
    };
    "/v1/cases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find the case that has an id of another system */
        get: operations["findCases"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Close the current case */
        post: operations["closeConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open the current case again */
        post: operations["reopenConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put the current case aside until a time */
        post: operations["snoozeConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation}/control": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say who answers the conversation */
        post: operations["passControl"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Write a note that the customer never sees */
        post: operations["addNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/conversations/{conversation}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take in what was said before, without sending anything */
        post: operations["importMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{message}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a message */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say what a message is called in other systems */
        patch: operations["updateMessage"];
        trace?: never;
    };
    "/v1/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find the message that has an id of another system */
        get: operations["findMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{message}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what became of a message whose outcome nobody knows */
        post: operations["resolveMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{message}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back what has not been sent yet */
        post: operations["cancelMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show what a send would come to; keeps nothing */
        post: operations["planMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/media/{message}/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Go to a file of a message
         * @description `file` is the place among the attachments, or of a mail `original`, `html` or `text`.
         */
        get: operations["getFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/media": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make room for a file to send */
        post: operations["startUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List contacts, or find one */
        get: operations["listContacts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contacts/{contact}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a contact */
        get: operations["getContact"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Say what the shop knows of a contact */
        patch: operations["patchContact"];
        trace?: never;
    };
    "/v1/contacts/{contact}/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what a contact allowed and forbade */
        get: operations["listConsents"];
        /** Write down what a contact allowed or forbade */
        put: operations["setConsent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contacts/{contact}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that this contact is another one */
        post: operations["mergeContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contacts/{contact}/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Undo a merge */
        post: operations["unmergeContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contacts/{contact}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export all that is kept of a person
         * @description The contact, all merged into it, and every conversation with them, in one file that is there for seven days.
         */
        post: operations["exportContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exports/{export}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See whether an export is ready, and where it is */
        get: operations["getExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contacts/{contact}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase a person
         * @description The contact, all merged into it, and every conversation with them. It cannot be undone.
         */
        post: operations["eraseContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/erasures/{erasure}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See how far an erasure is */
        get: operations["getErasure"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what could not be read or placed */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try many again */
        post: operations["redriveDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{letter}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a dead letter */
        get: operations["getDeadLetter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{letter}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get what the provider delivered */
        get: operations["getRawDeadLetter"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{letter}/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try one again */
        post: operations["redriveDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/resync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** See how far the latest resync is */
        get: operations["getResync"];
        put?: never;
        /**
         * Make all views anew
         * @description Of all shops, from the facts. One that is running goes on, and is answered as it stands.
         */
        post: operations["startResync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/shops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the shops that the key is for */
        get: operations["listShops"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the channels of the shop, with what each can carry */
        get: operations["listChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the accounts of the shop, with what each can carry and whether it works */
        get: operations["listAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts/{channel}/{connection}/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an account */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List message templates, by account and name */
        get: operations["listTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{template}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a message template */
        get: operations["getTemplate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/templates/{template}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Show what a customer would see of a template; keeps nothing */
        post: operations["previewTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List API keys, newest first */
        get: operations["listApiKeys"];
        put?: never;
        /** Make an API key; its `token` is told this once */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{apiKey}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an API key, without its secret */
        get: operations["getApiKey"];
        put?: never;
        post?: never;
        /** Revoke an API key */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell who calls: a person who is signed in, or a key */
        get: operations["getSession"];
        put?: never;
        /**
         * Sign in by the code of a one-time link
         * @description Answers a cookie, by which the browser then calls all of /v1. Case, spaces and hyphens of the code do not matter.
         */
        post: operations["signIn"];
        /** Sign out: ends the session of the cookie, and takes the cookie away */
        delete: operations["signOut"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the people of the shop, newest first, then those of the organisation */
        get: operations["listPeople"];
        put?: never;
        /** Add somebody who answers customers */
        post: operations["createPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a person */
        get: operations["getPerson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Rename a person, change their role, disable or enable them
         * @description A role counts from the next call on. Who is disabled is signed out everywhere at once.
         */
        patch: operations["changePerson"];
        trace?: never;
    };
    "/v1/people/{person}/sign-ins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a one-time link by which a person signs in; it is told this once
         * @description It works for 15 minutes, unless `validMinutes` says otherwise, and once.
         */
        post: operations["createSignIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/{person}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List where a person is signed in, newest first
         * @description For an admin, and for the person themselves.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        /**
         * Sign a person out everywhere; links that were not used yet end too
         * @description For an admin, and for the person themselves.
         */
        delete: operations["endSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/{person}/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign a person out of one browser
         * @description For an admin, and for the person themselves.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/people/{person}/avatar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get the picture of a person */
        get: operations["getAvatar"];
        /**
         * Give a person a picture
         * @description For an admin, and for the person themselves. PNG, JPEG or WebP of at most 64 KB.
         */
        put: operations["setAvatar"];
        post?: never;
        /**
         * Take the picture of a person away
         * @description For an admin, and for the person themselves.
         */
        delete: operations["removeAvatar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow what happens
         * @description Events after a cursor, in order. No event ever appears behind a cursor that was given out. Without `after` it begins with the oldest event of the last 30 days, with `after=latest` with the next one. A filter moves `next` on all the same.
         */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{event}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get an event */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/figures/response-times": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * See how long customers wait for the first answer
         * @description By channel and by day; and who waits now. Of the accounts that the key is for.
         */
        get: operations["getResponseTimes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhook endpoints */
        get: operations["listWebhookEndpoints"];
        put?: never;
        /** Have events sent somewhere */
        post: operations["createWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpoint}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a webhook endpoint */
        get: operations["getWebhookEndpoint"];
        put?: never;
        post?: never;
        /** Delete a webhook endpoint */
        delete: operations["deleteWebhookEndpoint"];
        options?: never;
        head?: never;
        /** Change, pause or enable a webhook endpoint */
        patch: operations["changeWebhookEndpoint"];
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpoint}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign with a new secret, and for a day with the old one too */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpoint}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test event now */
        post: operations["testWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpoint}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List how deliveries went */
        get: operations["listWebhookAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{endpoint}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Have events sent again */
        post: operations["replayEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            instance: string;
            errors?: {
                path: string;
                message: string;
            }[];
        } & {
            [key: string]: unknown;
        };
        ListedConversation: {
            id: string;
            shop: string;
            channel: string;
            connection: string;
            account: string;
            contact: {
                id: string | null;
                name: string | null;
            };
            thread: {
                type: string;
                value: string;
            } | null;
            participants: {
                /** @enum {string} */
                kind: "customer" | "agent" | "bot" | "system" | "echo";
                id?: string;
                name?: string;
                avatarUrl?: string;
            }[];
            case: {
                id: string;
                conversation: string;
                /** @enum {string} */
                status: "open" | "pending" | "snoozed" | "closed";
                assignee: string | null;
                tags: string[];
                openedAt: number;
                closedAt: number | null;
                waitingSince: number | null;
                firstResponseAt: number | null;
                lastResponseAt: number | null;
                snoozedUntil: number | null;
                externalIds?: {
                    [key: string]: string;
                };
                version: number;
            } | null;
            window: {
                open: boolean;
                closesAt: number | null;
            };
            control: {
                /** @enum {string} */
                by: "human" | "bot" | "connector";
                name: string | null;
            };
            unread: number;
            language: string | null;
            preview: {
                text: string;
                author: string;
                at: number;
            } | null;
            lastInboundAt: number | null;
            lastEntryAt: number;
            createdAt: number;
            linkedTo: string | null;
            externalIds?: {
                [key: string]: string;
            };
            metadata?: {
                [key: string]: string;
            };
            version: number;
        };
        Conversation: {
            id: string;
            shop: string;
            channel: string;
            connection: string;
            account: string;
            contact: {
                id: string | null;
                name: string | null;
            };
            thread: {
                type: string;
                value: string;
            } | null;
            participants: {
                /** @enum {string} */
                kind: "customer" | "agent" | "bot" | "system" | "echo";
                id?: string;
                name?: string;
                avatarUrl?: string;
            }[];
            case: {
                id: string;
                conversation: string;
                /** @enum {string} */
                status: "open" | "pending" | "snoozed" | "closed";
                assignee: string | null;
                tags: string[];
                openedAt: number;
                closedAt: number | null;
                waitingSince: number | null;
                firstResponseAt: number | null;
                lastResponseAt: number | null;
                snoozedUntil: number | null;
                externalIds: {
                    [key: string]: string;
                };
                version: number;
            } | null;
            window: {
                open: boolean;
                closesAt: number | null;
            };
            control: {
                /** @enum {string} */
                by: "human" | "bot" | "connector";
                name: string | null;
            };
            unread: number;
            language: string | null;
            preview: {
                text: string;
                author: string;
                at: number;
            } | null;
            lastInboundAt: number | null;
            lastEntryAt: number;
            createdAt: number;
            linkedTo: string | null;
            externalIds: {
                [key: string]: string;
            };
            metadata: {
                [key: string]: string;
            };
            version: number;
        };
        ConversationChange: {
            assignee?: string | null;
            tags?: string[];
            /** @enum {string} */
            status?: "open" | "pending";
            language?: string | null;
            metadata?: {
                [key: string]: string | null;
            };
            externalIds?: {
                [key: string]: string | null;
            };
            ifVersion?: number;
        };
        Entry: components["schemas"]["Message"] | components["schemas"]["Activity"] | components["schemas"]["Note"];
        Message: {
            text: string;
            /** @default [] */
            attachments: {
                id: string;
                /** @enum {string} */
                kind: "image" | "audio" | "video" | "document" | "sticker";
                /** @enum {string} */
                state: "pending" | "ready" | "expired" | "failed" | "withheld";
                contentType?: string;
                size?: number;
                filename?: string;
                caption?: string;
                sha256?: string;
                voice?: boolean;
                animated?: boolean;
                url?: string;
                remote?: {
                    id?: string;
                    url?: string;
                };
                object?: string;
                reason?: string;
                contentId?: string;
            }[];
            content?: {
                /** @constant */
                type: "location";
                latitude: number;
                longitude: number;
                name?: string;
                address?: string;
                url?: string;
            } | {
                /** @constant */
                type: "contacts";
                contacts: {
                    name: {
                        formatted: string;
                        first?: string;
                        last?: string;
                        middle?: string;
                        prefix?: string;
                        suffix?: string;
                    };
                    birthday?: string;
                    phones: {
                        phone: string;
                        type?: string;
                        waId?: string;
                        userId?: string;
                    }[];
                    emails: {
                        email: string;
                        type?: string;
                    }[];
                    urls: {
                        url: string;
                        type?: string;
                    }[];
                    addresses: {
                        street?: string;
                        city?: string;
                        state?: string;
                        zip?: string;
                        country?: string;
                        countryCode?: string;
                        type?: string;
                    }[];
                    org?: {
                        company?: string;
                        department?: string;
                        title?: string;
                    };
                }[];
                origin?: string;
            } | {
                /** @constant */
                type: "choice";
                /**
                 * @default buttons
                 * @enum {string}
                 */
                style: "buttons" | "list";
                header?: string;
                footer?: string;
                button?: string;
                sections: {
                    title?: string;
                    options: {
                        /**
                         * @default reply
                         * @enum {string}
                         */
                        kind: "reply" | "url" | "location";
                        id: string;
                        title: string;
                        description?: string;
                        url?: string;
                    }[];
                }[];
            } | {
                /** @constant */
                type: "cards";
                cards: {
                    title: string;
                    subtitle?: string;
                    imageUrl?: string;
                    url?: string;
                    /** @default [] */
                    buttons: {
                        /**
                         * @default reply
                         * @enum {string}
                         */
                        kind: "reply" | "url" | "location";
                        id: string;
                        title: string;
                        description?: string;
                        url?: string;
                    }[];
                }[];
            } | {
                /** @constant */
                type: "selection";
                id: string;
                title: string;
                description?: string;
                of?: string;
            } | {
                /** @constant */
                type: "template";
                name: string;
                language: string;
                /** @default [] */
                header: ({
                    /** @constant */
                    type: "text";
                    text: string;
                    name?: string;
                } | {
                    /** @constant */
                    type: "currency";
                    code: string;
                    amount1000: number;
                    fallback: string;
                } | ({
                    /** @constant */
                    type: "date_time";
                    fallback: string;
                } & {
                    [key: string]: unknown;
                }) | {
                    /** @enum {string} */
                    type: "image" | "video" | "document";
                    url: string;
                    filename?: string;
                } | {
                    /** @constant */
                    type: "payload";
                    payload: string;
                })[];
                /** @default [] */
                body: ({
                    /** @constant */
                    type: "text";
                    text: string;
                    name?: string;
                } | {
                    /** @constant */
                    type: "currency";
                    code: string;
                    amount1000: number;
                    fallback: string;
                } | ({
                    /** @constant */
                    type: "date_time";
                    fallback: string;
                } & {
                    [key: string]: unknown;
                }) | {
                    /** @enum {string} */
                    type: "image" | "video" | "document";
                    url: string;
                    filename?: string;
                } | {
                    /** @constant */
                    type: "payload";
                    payload: string;
                })[];
                /** @default [] */
                buttons: {
                    index: number;
                    /** @enum {string} */
                    kind: "quick_reply" | "url" | "copy_code" | "flow";
                    parameters: ({
                        /** @constant */
                        type: "text";
                        text: string;
                        name?: string;
                    } | {
                        /** @constant */
                        type: "currency";
                        code: string;
                        amount1000: number;
                        fallback: string;
                    } | ({
                        /** @constant */
                        type: "date_time";
                        fallback: string;
                    } & {
                        [key: string]: unknown;
                    }) | {
                        /** @enum {string} */
                        type: "image" | "video" | "document";
                        url: string;
                        filename?: string;
                    } | {
                        /** @constant */
                        type: "payload";
                        payload: string;
                    })[];
                }[];
            } | {
                /** @constant */
                type: "reaction";
                target: string;
                emoji: string | null;
            } | {
                /** @constant */
                type: "order";
                catalogId?: string;
                items: {
                    productId: string;
                    quantity?: number;
                    price?: number;
                    currency?: string;
                    name?: string;
                }[];
                note?: string;
            } | {
                /** @constant */
                type: "form_response";
                name?: string;
                token?: string;
                fields: {
                    [key: string]: unknown;
                };
                of?: string;
            } | {
                /** @constant */
                type: "story";
                /** @enum {string} */
                relation: "mention" | "reply";
                storyId?: string;
                url?: string;
            } | {
                /** @constant */
                type: "unsupported";
                kind: string;
                reason: string;
            };
            replyTo?: {
                providerId?: string;
                id?: string;
                from?: string;
            };
            referral?: {
                source: string;
                sourceId?: string;
                url?: string;
                headline?: string;
                body?: string;
                mediaType?: string;
                mediaUrl?: string;
                thumbnailUrl?: string;
                clickId?: string;
                welcomeText?: string;
                product?: {
                    catalogId?: string;
                    productId: string;
                };
            };
            /** @enum {string} */
            forwarded?: "once" | "many";
            linkPreview?: boolean;
            public?: boolean;
            subject?: string;
            html?: string;
            replyText?: string;
            to?: string[];
            cc?: string[];
            bcc?: string[];
            headers?: {
                [key: string]: string;
            };
            email?: {
                messageId?: string;
                /** @default [] */
                inReplyTo: string[];
                /** @default [] */
                references: string[];
                replyTo?: string[];
                receivedFor?: string[];
                automated?: {
                    /** @enum {string} */
                    kind: "auto_reply" | "list" | "bulk" | "bounce" | "report" | "other";
                    reason: string;
                };
                verdicts?: {
                    /** @enum {string} */
                    spam?: "pass" | "fail" | "none";
                    /** @enum {string} */
                    virus?: "pass" | "fail" | "none";
                    /** @enum {string} */
                    spf?: "pass" | "fail" | "none";
                    /** @enum {string} */
                    dkim?: "pass" | "fail" | "none";
                    /** @enum {string} */
                    dmarc?: "pass" | "fail" | "none";
                    spamScore?: number;
                };
                original?: string;
                htmlFile?: string;
                textFile?: string;
            };
            extra?: {
                [key: string]: string | number | boolean;
            };
            id: string;
            /** @constant */
            type: "message";
            shop: string;
            conversation: string;
            contact: string | null;
            channel: string;
            account: string;
            /** @enum {string} */
            direction: "in" | "out";
            author: {
                /** @enum {string} */
                kind: "customer" | "agent" | "bot" | "system" | "echo";
                id?: string;
                name?: string;
                avatarUrl?: string;
            };
            at: number;
            firstSeenAt: number;
            providerId: string | null;
            /** @enum {string} */
            status: "received" | "queued" | "held" | "sending" | "unknown" | "sent" | "delivered" | "read" | "failed" | "partially_failed" | "cancelled" | "expired";
            failure: {
                /** @enum {string} */
                code: "credentials_invalid" | "billing_required" | "recipient_unreachable" | "recipient_opted_out" | "window_closed" | "template_rejected" | "media_rejected" | "content_unsupported" | "content_too_large" | "policy_blocked" | "provider_rejected" | "expired" | "rate_limited" | "provider_unavailable" | "outcome_unknown";
                retry: "no" | "backoff" | {
                    max: number;
                } | {
                    afterSeconds: number;
                };
                /** @enum {string} */
                scope: "message" | "recipient" | "account";
                provider?: {
                    code: string;
                    subcode?: string;
                    detail?: string;
                    href?: string;
                    httpStatus?: number;
                };
            } | null;
            parts: {
                index: number;
                /** @enum {string} */
                status: "received" | "queued" | "held" | "sending" | "unknown" | "sent" | "delivered" | "read" | "failed" | "partially_failed" | "cancelled" | "expired";
                providerId: string | null;
                attempts: number;
                times: {
                    [key: string]: number;
                };
                failure: {
                    /** @enum {string} */
                    code: "credentials_invalid" | "billing_required" | "recipient_unreachable" | "recipient_opted_out" | "window_closed" | "template_rejected" | "media_rejected" | "content_unsupported" | "content_too_large" | "policy_blocked" | "provider_rejected" | "expired" | "rate_limited" | "provider_unavailable" | "outcome_unknown";
                    retry: "no" | "backoff" | {
                        max: number;
                    } | {
                        afterSeconds: number;
                    };
                    /** @enum {string} */
                    scope: "message" | "recipient" | "account";
                    provider?: {
                        code: string;
                        subcode?: string;
                        detail?: string;
                        href?: string;
                        httpStatus?: number;
                    };
                } | null;
                pricing?: {
                    model?: string;
                    type?: string;
                    category?: string;
                    billable?: boolean;
                    amount?: string;
                    currency?: string;
                };
            }[];
            /** @default [] */
            degradations: {
                path: string;
                rule: string;
                /** @enum {string} */
                level: "partial" | "fallback" | "dropped";
            }[];
            fallback?: {
                /** @constant */
                used: false;
                message: {
                    /** @default  */
                    text: string;
                    /** @default [] */
                    attachments: ({
                        /** @enum {string} */
                        kind: "image" | "audio" | "video" | "document" | "sticker";
                        media?: string;
                        url?: string;
                        providerMediaId?: string;
                        contentType?: string;
                        size?: number;
                        filename?: string;
                        caption?: string;
                        voice?: boolean;
                    } & (unknown | unknown | unknown))[];
                    content?: {
                        /** @constant */
                        type: "choice";
                        /**
                         * @default buttons
                         * @enum {string}
                         */
                        style: "buttons" | "list";
                        header?: string;
                        footer?: string;
                        button?: string;
                        sections: {
                            title?: string;
                            options: {
                                /**
                                 * @default reply
                                 * @enum {string}
                                 */
                                kind: "reply" | "url" | "location";
                                id: string;
                                title: string;
                                description?: string;
                                url?: string;
                            }[];
                        }[];
                    } | {
                        /** @constant */
                        type: "cards";
                        cards: {
                            title: string;
                            subtitle?: string;
                            imageUrl?: string;
                            url?: string;
                            /** @default [] */
                            buttons: ({
                                /**
                                 * @default reply
                                 * @enum {string}
                                 */
                                kind: "reply" | "url";
                                id: string;
                                title: string;
                                description?: string;
                                url?: string;
                            } & ({
                                /** @constant */
                                kind?: "reply";
                            } | unknown))[];
                        }[];
                    } | {
                        /** @constant */
                        type: "template";
                        name: string;
                        language: string;
                        /** @default [] */
                        header: ({
                            /** @constant */
                            type: "text";
                            text: string;
                            name?: string;
                        } | {
                            /** @constant */
                            type: "currency";
                            code: string;
                            amount1000: number;
                            fallback: string;
                        } | ({
                            /** @constant */
                            type: "date_time";
                            fallback: string;
                        } & {
                            [key: string]: unknown;
                        }) | {
                            /** @enum {string} */
                            type: "image" | "video" | "document";
                            url: string;
                            filename?: string;
                        } | {
                            /** @constant */
                            type: "payload";
                            payload: string;
                        })[];
                        /** @default [] */
                        body: ({
                            /** @constant */
                            type: "text";
                            text: string;
                            name?: string;
                        } | {
                            /** @constant */
                            type: "currency";
                            code: string;
                            amount1000: number;
                            fallback: string;
                        } | ({
                            /** @constant */
                            type: "date_time";
                            fallback: string;
                        } & {
                            [key: string]: unknown;
                        }) | {
                            /** @enum {string} */
                            type: "image" | "video" | "document";
                            url: string;
                            filename?: string;
                        } | {
                            /** @constant */
                            type: "payload";
                            payload: string;
                        })[];
                        /** @default [] */
                        buttons: {
                            index: number;
                            /** @enum {string} */
                            kind: "quick_reply" | "url" | "copy_code" | "flow";
                            parameters: ({
                                /** @constant */
                                type: "text";
                                text: string;
                                name?: string;
                            } | {
                                /** @constant */
                                type: "currency";
                                code: string;
                                amount1000: number;
                                fallback: string;
                            } | ({
                                /** @constant */
                                type: "date_time";
                                fallback: string;
                            } & {
                                [key: string]: unknown;
                            }) | {
                                /** @enum {string} */
                                type: "image" | "video" | "document";
                                url: string;
                                filename?: string;
                            } | {
                                /** @constant */
                                type: "payload";
                                payload: string;
                            })[];
                        }[];
                        variables?: {
                            [key: string]: string;
                        };
                    } | {
                        /** @constant */
                        type: "location";
                        latitude: number;
                        longitude: number;
                        name?: string;
                        address?: string;
                        url?: string;
                    } | {
                        /** @constant */
                        type: "contacts";
                        contacts: {
                            name: {
                                formatted: string;
                                first?: string;
                                last?: string;
                                middle?: string;
                                prefix?: string;
                                suffix?: string;
                            };
                            birthday?: string;
                            phones: {
                                phone: string;
                                type?: string;
                                waId?: string;
                                userId?: string;
                            }[];
                            emails: {
                                email: string;
                                type?: string;
                            }[];
                            urls: {
                                url: string;
                                type?: string;
                            }[];
                            addresses: {
                                street?: string;
                                city?: string;
                                state?: string;
                                zip?: string;
                                country?: string;
                                countryCode?: string;
                                type?: string;
                            }[];
                            org?: {
                                company?: string;
                                department?: string;
                                title?: string;
                            };
                        }[];
                        origin?: string;
                    } | {
                        /** @constant */
                        type: "reaction";
                        target: string;
                        emoji: string | null;
                    };
                    replyTo?: string;
                    linkPreview?: boolean;
                    subject?: string;
                    html?: string;
                    to?: string[];
                    cc?: string[];
                    bcc?: string[];
                } & ({
                    text: string;
                } | {
                    html: string;
                } | {
                    attachments: unknown[];
                } | unknown);
            } | {
                /** @constant */
                used: true;
                reason: {
                    /** @enum {string} */
                    code: "credentials_invalid" | "billing_required" | "recipient_unreachable" | "recipient_opted_out" | "window_closed" | "template_rejected" | "media_rejected" | "content_unsupported" | "content_too_large" | "policy_blocked" | "provider_rejected" | "expired" | "rate_limited" | "provider_unavailable" | "outcome_unknown";
                    retry: "no" | "backoff" | {
                        max: number;
                    } | {
                        afterSeconds: number;
                    };
                    /** @enum {string} */
                    scope: "message" | "recipient" | "account";
                    provider?: {
                        code: string;
                        subcode?: string;
                        detail?: string;
                        href?: string;
                        httpStatus?: number;
                    };
                };
                insteadOf: {
                    /** @default  */
                    text: string;
                    /** @default [] */
                    attachments: ({
                        /** @enum {string} */
                        kind: "image" | "audio" | "video" | "document" | "sticker";
                        media?: string;
                        url?: string;
                        providerMediaId?: string;
                        contentType?: string;
                        size?: number;
                        filename?: string;
                        caption?: string;
                        voice?: boolean;
                    } & (unknown | unknown | unknown))[];
                    content?: {
                        /** @constant */
                        type: "choice";
                        /**
                         * @default buttons
                         * @enum {string}
                         */
                        style: "buttons" | "list";
                        header?: string;
                        footer?: string;
                        button?: string;
                        sections: {
                            title?: string;
                            options: {
                                /**
                                 * @default reply
                                 * @enum {string}
                                 */
                                kind: "reply" | "url" | "location";
                                id: string;
                                title: string;
                                description?: string;
                                url?: string;
                            }[];
                        }[];
                    } | {
                        /** @constant */
                        type: "cards";
                        cards: {
                            title: string;
                            subtitle?: string;
                            imageUrl?: string;
                            url?: string;
                            /** @default [] */
                            buttons: ({
                                /**
                                 * @default reply
                                 * @enum {string}
                                 */
                                kind: "reply" | "url";
                                id: string;
                                title: string;
                                description?: string;
                                url?: string;
                            } & ({
                                /** @constant */
                                kind?: "reply";
                            } | unknown))[];
                        }[];
                    } | {
                        /** @constant */
                        type: "template";
                        name: string;
                        language: string;
                        /** @default [] */
                        header: ({
                            /** @constant */
                            type: "text";
                            text: string;
                            name?: string;
                        } | {
                            /** @constant */
                            type: "currency";
                            code: string;
                            amount1000: number;
                            fallback: string;
                        } | ({
                            /** @constant */
                            type: "date_time";
                            fallback: string;
                        } & {
                            [key: string]: unknown;
                        }) | {
                            /** @enum {string} */
                            type: "image" | "video" | "document";
                            url: string;
                            filename?: string;
                        } | {
                            /** @constant */
                            type: "payload";
                            payload: string;
                        })[];
                        /** @default [] */
                        body: ({
                            /** @constant */
                            type: "text";
                            text: string;
                            name?: string;
                        } | {
                            /** @constant */
                            type: "currency";
                            code: string;
                            amount1000: number;
                            fallback: string;
                        } | ({
                            /** @constant */
                            type: "date_time";
                            fallback: string;
                        } & {
                            [key: string]: unknown;
                        }) | {
                            /** @enum {string} */
                            type: "image" | "video" | "document";
                            url: string;
                            filename?: string;
                        } | {
                            /** @constant */
                            type: "payload";
                            payload: string;
                        })[];
                        /** @default [] */
                        buttons: {
                            index: number;
                            /** @enum {string} */
                            kind: "quick_reply" | "url" | "copy_code" | "flow";
                            parameters: ({
                                /** @constant */
                                type: "text";
                                text: string;
                                name?: string;
                            } | {
                                /** @constant */
                                type: "currency";
                                code: string;
                                amount1000: number;
                                fallback: string;
                            } | ({
                                /** @constant */
                                type: "date_time";
                                fallback: string;
                            } & {
                                [key: string]: unknown;
                            }) | {
                                /** @enum {string} */
                                type: "image" | "video" | "document";
                                url: string;
                                filename?: string;
                            } | {
                                /** @constant */
                                type: "payload";
                                payload: string;
                            })[];
                        }[];
                        variables?: {
                            [key: string]: string;
                        };
                    } | {
                        /** @constant */
                        type: "location";
                        latitude: number;
                        longitude: number;
                        name?: string;
                        address?: string;
                        url?: string;
                    } | {
                        /** @constant */
                        type: "contacts";
                        contacts: {
                            name: {
                                formatted: string;
                                first?: string;
                                last?: string;
                                middle?: string;
                                prefix?: string;
                                suffix?: string;
                            };
                            birthday?: string;
                            phones: {
                                phone: string;
                                type?: string;
                                waId?: string;
                                userId?: string;
                            }[];
                            emails: {
                                email: string;
                                type?: string;
                            }[];
                            urls: {
                                url: string;
                                type?: string;
                            }[];
                            addresses: {
                                street?: string;
                                city?: string;
                                state?: string;
                                zip?: string;
                                country?: string;
                                countryCode?: string;
                                type?: string;
                            }[];
                            org?: {
                                company?: string;
                                department?: string;
                                title?: string;
                            };
                        }[];
                        origin?: string;
                    } | {
                        /** @constant */
                        type: "reaction";
                        target: string;
                        emoji: string | null;
                    };
                    replyTo?: string;
                    linkPreview?: boolean;
                    subject?: string;
                    html?: string;
                    to?: string[];
                    cc?: string[];
                    bcc?: string[];
                } & ({
                    text: string;
                } | {
                    html: string;
                } | {
                    attachments: unknown[];
                } | unknown);
            };
            reactions: {
                by: {
                    type: string;
                    value: string;
                } | null;
                emoji: string;
                at: number;
            }[];
            edited: {
                at: number;
            } | null;
            deleted: {
                at: number;
            } | null;
            validUntil: number | null;
            externalIds: {
                [key: string]: string;
            };
            version: number;
        };
        Activity: {
            id: string;
            /** @constant */
            type: "activity";
            conversation: string;
            event: string;
            text: string;
            detail: {
                [key: string]: unknown;
            };
            at: number;
            firstSeenAt: number;
            version: number;
        };
        Note: {
            id: string;
            /** @constant */
            type: "note";
            conversation: string;
            author: {
                /** @enum {string} */
                kind: "customer" | "agent" | "bot" | "system" | "echo";
                id?: string;
                name?: string;
                avatarUrl?: string;
            };
            text: string;
            at: number;
            firstSeenAt: number;
            version: number;
        };
        SentMessage: {
            /** @default  */
            text?: string;
            /** @default [] */
            attachments?: ({
                /** @enum {string} */
                kind: "image" | "audio" | "video" | "document" | "sticker";
                media?: string;
                url?: string;
                providerMediaId?: string;
                contentType?: string;
                size?: number;
                filename?: string;
                caption?: string;
                voice?: boolean;
            } & (unknown | unknown | unknown))[];
            content?: {
                /** @constant */
                type: "choice";
                /**
                 * @default buttons
                 * @enum {string}
                 */
                style?: "buttons" | "list";
                header?: string;
                footer?: string;
                button?: string;
                sections: {
                    title?: string;
                    options: {
                        /**
                         * @default reply
                         * @enum {string}
                         */
                        kind?: "reply" | "url" | "location";
                        id: string;
                        title: string;
                        description?: string;
                        url?: string;
                    }[];
                }[];
            } | {
                /** @constant */
                type: "cards";
                cards: {
                    title: string;
                    subtitle?: string;
                    imageUrl?: string;
                    url?: string;
                    /** @default [] */
                    buttons?: ({
                        /**
                         * @default reply
                         * @enum {string}
                         */
                        kind?: "reply" | "url";
                        id: string;
                        title: string;
                        description?: string;
                        url?: string;
                    } & ({
                        /** @constant */
                        kind?: "reply";
                    } | unknown))[];
                }[];
            } | {
                /** @constant */
                type: "template";
                name: string;
                language: string;
                /** @default [] */
                header?: ({
                    /** @constant */
                    type: "text";
                    text: string;
                    name?: string;
                } | {
                    /** @constant */
                    type: "currency";
                    code: string;
                    amount1000: number;
                    fallback: string;
                } | ({
                    /** @constant */
                    type: "date_time";
                    fallback: string;
                } & {
                    [key: string]: unknown;
                }) | {
                    /** @enum {string} */
                    type: "image" | "video" | "document";
                    url: string;
                    filename?: string;
                } | {
                    /** @constant */
                    type: "payload";
                    payload: string;
                })[];
                /** @default [] */
                body?: ({
                    /** @constant */
                    type: "text";
                    text: string;
                    name?: string;
                } | {
                    /** @constant */
                    type: "currency";
                    code: string;
                    amount1000: number;
                    fallback: string;
                } | ({
                    /** @constant */
                    type: "date_time";
                    fallback: string;
                } & {
                    [key: string]: unknown;
                }) | {
                    /** @enum {string} */
                    type: "image" | "video" | "document";
                    url: string;
                    filename?: string;
                } | {
                    /** @constant */
                    type: "payload";
                    payload: string;
                })[];
                /** @default [] */
                buttons?: {
                    index: number;
                    /** @enum {string} */
                    kind: "quick_reply" | "url" | "copy_code" | "flow";
                    parameters: ({
                        /** @constant */
                        type: "text";
                        text: string;
                        name?: string;
                    } | {
                        /** @constant */
                        type: "currency";
                        code: string;
                        amount1000: number;
                        fallback: string;
                    } | ({
                        /** @constant */
                        type: "date_time";
                        fallback: string;
                    } & {
                        [key: string]: unknown;
                    }) | {
                        /** @enum {string} */
                        type: "image" | "video" | "document";
                        url: string;
                        filename?: string;
                    } | {
                        /** @constant */
                        type: "payload";
                        payload: string;
                    })[];
                }[];
                variables?: {
                    [key: string]: string;
                };
            } | {
                /** @constant */
                type: "location";
                latitude: number;
                longitude: number;
                name?: string;
                address?: string;
                url?: string;
            } | {
                /** @constant */
                type: "contacts";
                contacts: {
                    name: {
                        formatted: string;
                        first?: string;
                        last?: string;
                        middle?: string;
                        prefix?: string;
                        suffix?: string;
                    };
                    birthday?: string;
                    phones: {
                        phone: string;
                        type?: string;
                        waId?: string;
                        userId?: string;
                    }[];
                    emails: {
                        email: string;
                        type?: string;
                    }[];
                    urls: {
                        url: string;
                        type?: string;
                    }[];
                    addresses: {
                        street?: string;
                        city?: string;
                        state?: string;
                        zip?: string;
                        country?: string;
                        countryCode?: string;
                        type?: string;
                    }[];
                    org?: {
                        company?: string;
                        department?: string;
                        title?: string;
                    };
                }[];
                origin?: string;
            } | {
                /** @constant */
                type: "reaction";
                target: string;
                emoji: string | null;
            };
            replyTo?: string;
            linkPreview?: boolean;
            subject?: string;
            html?: string;
            to?: string[];
            cc?: string[];
            bcc?: string[];
            fallback?: {
                /** @default  */
                text?: string;
                /** @default [] */
                attachments?: ({
                    /** @enum {string} */
                    kind: "image" | "audio" | "video" | "document" | "sticker";
                    media?: string;
                    url?: string;
                    providerMediaId?: string;
                    contentType?: string;
                    size?: number;
                    filename?: string;
                    caption?: string;
                    voice?: boolean;
                } & (unknown | unknown | unknown))[];
                content?: {
                    /** @constant */
                    type: "choice";
                    /**
                     * @default buttons
                     * @enum {string}
                     */
                    style?: "buttons" | "list";
                    header?: string;
                    footer?: string;
                    button?: string;
                    sections: {
                        title?: string;
                        options: {
                            /**
                             * @default reply
                             * @enum {string}
                             */
                            kind?: "reply" | "url" | "location";
                            id: string;
                            title: string;
                            description?: string;
                            url?: string;
                        }[];
                    }[];
                } | {
                    /** @constant */
                    type: "cards";
                    cards: {
                        title: string;
                        subtitle?: string;
                        imageUrl?: string;
                        url?: string;
                        /** @default [] */
                        buttons?: ({
                            /**
                             * @default reply
                             * @enum {string}
                             */
                            kind?: "reply" | "url";
                            id: string;
                            title: string;
                            description?: string;
                            url?: string;
                        } & ({
                            /** @constant */
                            kind?: "reply";
                        } | unknown))[];
                    }[];
                } | {
                    /** @constant */
                    type: "template";
                    name: string;
                    language: string;
                    /** @default [] */
                    header?: ({
                        /** @constant */
                        type: "text";
                        text: string;
                        name?: string;
                    } | {
                        /** @constant */
                        type: "currency";
                        code: string;
                        amount1000: number;
                        fallback: string;
                    } | ({
                        /** @constant */
                        type: "date_time";
                        fallback: string;
                    } & {
                        [key: string]: unknown;
                    }) | {
                        /** @enum {string} */
                        type: "image" | "video" | "document";
                        url: string;
                        filename?: string;
                    } | {
                        /** @constant */
                        type: "payload";
                        payload: string;
                    })[];
                    /** @default [] */
                    body?: ({
                        /** @constant */
                        type: "text";
                        text: string;
                        name?: string;
                    } | {
                        /** @constant */
                        type: "currency";
                        code: string;
                        amount1000: number;
                        fallback: string;
                    } | ({
                        /** @constant */
                        type: "date_time";
                        fallback: string;
                    } & {
                        [key: string]: unknown;
                    }) | {
                        /** @enum {string} */
                        type: "image" | "video" | "document";
                        url: string;
                        filename?: string;
                    } | {
                        /** @constant */
                        type: "payload";
                        payload: string;
                    })[];
                    /** @default [] */
                    buttons?: {
                        index: number;
                        /** @enum {string} */
                        kind: "quick_reply" | "url" | "copy_code" | "flow";
                        parameters: ({
                            /** @constant */
                            type: "text";
                            text: string;
                            name?: string;
                        } | {
                            /** @constant */
                            type: "currency";
                            code: string;
                            amount1000: number;
                            fallback: string;
                        } | ({
                            /** @constant */
                            type: "date_time";
                            fallback: string;
                        } & {
                            [key: string]: unknown;
                        }) | {
                            /** @enum {string} */
                            type: "image" | "video" | "document";
                            url: string;
                            filename?: string;
                        } | {
                            /** @constant */
                            type: "payload";
                            payload: string;
                        })[];
                    }[];
                    variables?: {
                        [key: string]: string;
                    };
                } | {
                    /** @constant */
                    type: "location";
                    latitude: number;
                    longitude: number;
                    name?: string;
                    address?: string;
                    url?: string;
                } | {
                    /** @constant */
                    type: "contacts";
                    contacts: {
                        name: {
                            formatted: string;
                            first?: string;
                            last?: string;
                            middle?: string;
                            prefix?: string;
                            suffix?: string;
                        };
                        birthday?: string;
                        phones: {
                            phone: string;
                            type?: string;
                            waId?: string;
                            userId?: string;
                        }[];
                        emails: {
                            email: string;
                            type?: string;
                        }[];
                        urls: {
                            url: string;
                            type?: string;
                        }[];
                        addresses: {
                            street?: string;
                            city?: string;
                            state?: string;
                            zip?: string;
                            country?: string;
                            countryCode?: string;
                            type?: string;
                        }[];
                        org?: {
                            company?: string;
                            department?: string;
                            title?: string;
                        };
                    }[];
                    origin?: string;
                };
                linkPreview?: boolean;
                subject?: string;
                html?: string;
            } & ({
                text: string;
            } | {
                html: string;
            } | {
                attachments: unknown[];
            } | unknown);
            /**
             * @default {
             *       "kind": "agent"
             *     }
             */
            author?: {
                /**
                 * @default agent
                 * @enum {string}
                 */
                kind?: "agent" | "bot";
                id?: string;
                name?: string;
                avatarUrl?: string;
            };
            /**
             * @default service
             * @enum {string}
             */
            purpose?: "service" | "marketing";
            /** Format: date-time */
            validUntil?: string;
            override?: boolean;
            externalIds?: {
                [key: string]: string;
            };
            ifVersion?: number;
        } & ({
            text: string;
        } | {
            html: string;
        } | {
            attachments: unknown[];
        } | unknown);
        Case: {
            id: string;
            conversation: string;
            /** @enum {string} */
            status: "open" | "pending" | "snoozed" | "closed";
            assignee: string | null;
            tags: string[];
            openedAt: number;
            closedAt: number | null;
            waitingSince: number | null;
            firstResponseAt: number | null;
            lastResponseAt: number | null;
            snoozedUntil: number | null;
            externalIds: {
                [key: string]: string;
            };
            version: number;
        };
        Identity: {
            externalIds: {
                [key: string]: string | null;
            };
            ifVersion?: number;
        };
        Started: {
            conversation: components["schemas"]["Conversation"];
            message: components["schemas"]["Message"];
        };
        Imported: {
            imported: number;
            duplicates: number;
            messages: string[];
        };
        Planned: {
            plan: {
                parts: ({
                    /** @constant */
                    type: "text";
                    text: string;
                    linkPreview?: boolean;
                } | {
                    /** @constant */
                    type: "media";
                    media: ({
                        /** @enum {string} */
                        kind: "image" | "audio" | "video" | "document" | "sticker";
                        media?: string;
                        url?: string;
                        providerMediaId?: string;
                        contentType?: string;
                        size?: number;
                        filename?: string;
                        caption?: string;
                        voice?: boolean;
                    } & (unknown | unknown | unknown))[];
                    text?: string;
                } | {
                    /** @constant */
                    type: "choice";
                    text: string;
                    choice: {
                        /** @constant */
                        type: "choice";
                        /**
                         * @default buttons
                         * @enum {string}
                         */
                        style: "buttons" | "list";
                        header?: string;
                        footer?: string;
                        button?: string;
                        sections: {
                            title?: string;
                            options: {
                                /**
                                 * @default reply
                                 * @enum {string}
                                 */
                                kind: "reply" | "url" | "location";
                                id: string;
                                title: string;
                                description?: string;
                                url?: string;
                            }[];
                        }[];
                    };
                } | {
                    /** @constant */
                    type: "cards";
                    cards: {
                        title: string;
                        subtitle?: string;
                        imageUrl?: string;
                        url?: string;
                        /** @default [] */
                        buttons: {
                            /**
                             * @default reply
                             * @enum {string}
                             */
                            kind: "reply" | "url" | "location";
                            id: string;
                            title: string;
                            description?: string;
                            url?: string;
                        }[];
                    }[];
                } | {
                    /** @constant */
                    type: "template";
                    name: string;
                    language: string;
                    /** @default [] */
                    header: ({
                        /** @constant */
                        type: "text";
                        text: string;
                        name?: string;
                    } | {
                        /** @constant */
                        type: "currency";
                        code: string;
                        amount1000: number;
                        fallback: string;
                    } | ({
                        /** @constant */
                        type: "date_time";
                        fallback: string;
                    } & {
                        [key: string]: unknown;
                    }) | {
                        /** @enum {string} */
                        type: "image" | "video" | "document";
                        url: string;
                        filename?: string;
                    } | {
                        /** @constant */
                        type: "payload";
                        payload: string;
                    })[];
                    /** @default [] */
                    body: ({
                        /** @constant */
                        type: "text";
                        text: string;
                        name?: string;
                    } | {
                        /** @constant */
                        type: "currency";
                        code: string;
                        amount1000: number;
                        fallback: string;
                    } | ({
                        /** @constant */
                        type: "date_time";
                        fallback: string;
                    } & {
                        [key: string]: unknown;
                    }) | {
                        /** @enum {string} */
                        type: "image" | "video" | "document";
                        url: string;
                        filename?: string;
                    } | {
                        /** @constant */
                        type: "payload";
                        payload: string;
                    })[];
                    /** @default [] */
                    buttons: {
                        index: number;
                        /** @enum {string} */
                        kind: "quick_reply" | "url" | "copy_code" | "flow";
                        parameters: ({
                            /** @constant */
                            type: "text";
                            text: string;
                            name?: string;
                        } | {
                            /** @constant */
                            type: "currency";
                            code: string;
                            amount1000: number;
                            fallback: string;
                        } | ({
                            /** @constant */
                            type: "date_time";
                            fallback: string;
                        } & {
                            [key: string]: unknown;
                        }) | {
                            /** @enum {string} */
                            type: "image" | "video" | "document";
                            url: string;
                            filename?: string;
                        } | {
                            /** @constant */
                            type: "payload";
                            payload: string;
                        })[];
                    }[];
                } | {
                    /** @constant */
                    type: "location";
                    latitude: number;
                    longitude: number;
                    name?: string;
                    address?: string;
                    url?: string;
                } | {
                    /** @constant */
                    type: "contacts";
                    contacts: {
                        name: {
                            formatted: string;
                            first?: string;
                            last?: string;
                            middle?: string;
                            prefix?: string;
                            suffix?: string;
                        };
                        birthday?: string;
                        phones: {
                            phone: string;
                            type?: string;
                            waId?: string;
                            userId?: string;
                        }[];
                        emails: {
                            email: string;
                            type?: string;
                        }[];
                        urls: {
                            url: string;
                            type?: string;
                        }[];
                        addresses: {
                            street?: string;
                            city?: string;
                            state?: string;
                            zip?: string;
                            country?: string;
                            countryCode?: string;
                            type?: string;
                        }[];
                        org?: {
                            company?: string;
                            department?: string;
                            title?: string;
                        };
                    }[];
                    origin?: string;
                } | {
                    /** @constant */
                    type: "mail";
                    text: string;
                    html?: string;
                    subject?: string;
                    to?: string[];
                    cc?: string[];
                    bcc?: string[];
                    media: ({
                        /** @enum {string} */
                        kind: "image" | "audio" | "video" | "document" | "sticker";
                        media?: string;
                        url?: string;
                        providerMediaId?: string;
                        contentType?: string;
                        size?: number;
                        filename?: string;
                        caption?: string;
                        voice?: boolean;
                    } & (unknown | unknown | unknown))[];
                } | {
                    /** @constant */
                    type: "reaction";
                    target: string;
                    emoji: string | null;
                })[];
                degradations: {
                    path: string;
                    rule: string;
                    /** @enum {string} */
                    level: "partial" | "fallback" | "dropped";
                }[];
                segments?: number;
                numbered?: {
                    id: string;
                    title: string;
                }[];
            };
            window: {
                open: boolean;
                closesAt: number | null;
            };
            fallback?: {
                parts: ({
                    /** @constant */
                    type: "text";
                    text: string;
                    linkPreview?: boolean;
                } | {
                    /** @constant */
                    type: "media";
                    media: ({
                        /** @enum {string} */
                        kind: "image" | "audio" | "video" | "document" | "sticker";
                        media?: string;
                        url?: string;
                        providerMediaId?: string;
                        contentType?: string;
                        size?: number;
                        filename?: string;
                        caption?: string;
                        voice?: boolean;
                    } & (unknown | unknown | unknown))[];
                    text?: string;
                } | {
                    /** @constant */
                    type: "choice";
                    text: string;
                    choice: {
                        /** @constant */
                        type: "choice";
                        /**
                         * @default buttons
                         * @enum {string}
                         */
                        style: "buttons" | "list";
                        header?: string;
                        footer?: string;
                        button?: string;
                        sections: {
                            title?: string;
                            options: {
                                /**
                                 * @default reply
                                 * @enum {string}
                                 */
                                kind: "reply" | "url" | "location";
                                id: string;
                                title: string;
                                description?: string;
                                url?: string;
                            }[];
                        }[];
                    };
                } | {
                    /** @constant */
                    type: "cards";
                    cards: {
                        title: string;
                        subtitle?: string;
                        imageUrl?: string;
                        url?: string;
                        /** @default [] */
                        buttons: {
                            /**
                             * @default reply
                             * @enum {string}
                             */
                            kind: "reply" | "url" | "location";
                            id: string;
                            title: string;
                            description?: string;
                            url?: string;
                        }[];
                    }[];
                } | {
                    /** @constant */
                    type: "template";
                    name: string;
                    language: string;
                    /** @default [] */
                    header: ({
                        /** @constant */
                        type: "text";
                        text: string;
                        name?: string;
                    } | {
                        /** @constant */
                        type: "currency";
                        code: string;
                        amount1000: number;
                        fallback: string;
                    } | ({
                        /** @constant */
                        type: "date_time";
                        fallback: string;
                    } & {
                        [key: string]: unknown;
                    }) | {
                        /** @enum {string} */
                        type: "image" | "video" | "document";
                        url: string;
                        filename?: string;
                    } | {
                        /** @constant */
                        type: "payload";
                        payload: string;
                    })[];
                    /** @default [] */
                    body: ({
                        /** @constant */
                        type: "text";
                        text: string;
                        name?: string;
                    } | {
                        /** @constant */
                        type: "currency";
                        code: string;
                        amount1000: number;
                        fallback: string;
                    } | ({
                        /** @constant */
                        type: "date_time";
                        fallback: string;
                    } & {
                        [key: string]: unknown;
                    }) | {
                        /** @enum {string} */
                        type: "image" | "video" | "document";
                        url: string;
                        filename?: string;
                    } | {
                        /** @constant */
                        type: "payload";
                        payload: string;
                    })[];
                    /** @default [] */
                    buttons: {
                        index: number;
                        /** @enum {string} */
                        kind: "quick_reply" | "url" | "copy_code" | "flow";
                        parameters: ({
                            /** @constant */
                            type: "text";
                            text: string;
                            name?: string;
                        } | {
                            /** @constant */
                            type: "currency";
                            code: string;
                            amount1000: number;
                            fallback: string;
                        } | ({
                            /** @constant */
                            type: "date_time";
                            fallback: string;
                        } & {
                            [key: string]: unknown;
                        }) | {
                            /** @enum {string} */
                            type: "image" | "video" | "document";
                            url: string;
                            filename?: string;
                        } | {
                            /** @constant */
                            type: "payload";
                            payload: string;
                        })[];
                    }[];
                } | {
                    /** @constant */
                    type: "location";
                    latitude: number;
                    longitude: number;
                    name?: string;
                    address?: string;
                    url?: string;
                } | {
                    /** @constant */
                    type: "contacts";
                    contacts: {
                        name: {
                            formatted: string;
                            first?: string;
                            last?: string;
                            middle?: string;
                            prefix?: string;
                            suffix?: string;
                        };
                        birthday?: string;
                        phones: {
                            phone: string;
                            type?: string;
                            waId?: string;
                            userId?: string;
                        }[];
                        emails: {
                            email: string;
                            type?: string;
                        }[];
                        urls: {
                            url: string;
                            type?: string;
                        }[];
                        addresses: {
                            street?: string;
                            city?: string;
                            state?: string;
                            zip?: string;
                            country?: string;
                            countryCode?: string;
                            type?: string;
                        }[];
                        org?: {
                            company?: string;
                            department?: string;
                            title?: string;
                        };
                    }[];
                    origin?: string;
                } | {
                    /** @constant */
                    type: "mail";
                    text: string;
                    html?: string;
                    subject?: string;
                    to?: string[];
                    cc?: string[];
                    bcc?: string[];
                    media: ({
                        /** @enum {string} */
                        kind: "image" | "audio" | "video" | "document" | "sticker";
                        media?: string;
                        url?: string;
                        providerMediaId?: string;
                        contentType?: string;
                        size?: number;
                        filename?: string;
                        caption?: string;
                        voice?: boolean;
                    } & (unknown | unknown | unknown))[];
                } | {
                    /** @constant */
                    type: "reaction";
                    target: string;
                    emoji: string | null;
                })[];
                degradations: {
                    path: string;
                    rule: string;
                    /** @enum {string} */
                    level: "partial" | "fallback" | "dropped";
                }[];
                segments?: number;
                numbered?: {
                    id: string;
                    title: string;
                }[];
            };
            reason?: {
                /** @enum {string} */
                code: "credentials_invalid" | "billing_required" | "recipient_unreachable" | "recipient_opted_out" | "window_closed" | "template_rejected" | "media_rejected" | "content_unsupported" | "content_too_large" | "policy_blocked" | "provider_rejected" | "expired" | "rate_limited" | "provider_unavailable" | "outcome_unknown";
                retry: "no" | "backoff" | {
                    max: number;
                } | {
                    afterSeconds: number;
                };
                /** @enum {string} */
                scope: "message" | "recipient" | "account";
                provider?: {
                    code: string;
                    subcode?: string;
                    detail?: string;
                    href?: string;
                    httpStatus?: number;
                };
            };
        };
        Upload: {
            media: string;
            filename: string | null;
            contentType: string;
            size: number;
            upload: {
                /** @constant */
                method: "PUT";
                url: string;
                headers: {
                    [key: string]: string;
                };
                expiresAt: number;
            };
        };
        Contact: {
            id: string;
            shop: string;
            name: string | null;
            username: string | null;
            avatarUrl: string | null;
            locale: string | null;
            timeZone: string | null;
            aliases: {
                type: string;
                value: string;
                channel: string;
                account: string;
                seenAt: number;
            }[];
            externalIds: {
                [key: string]: string;
            };
            metadata: {
                [key: string]: string;
            };
            mergedInto: string | null;
            merged: string[];
            createdAt: number;
            version: number;
        };
        Consent: {
            alias: {
                type: string;
                value: string;
            };
            channel: string;
            sender: string;
            /** @enum {string} */
            purpose: "service" | "marketing" | "any";
            /** @enum {string} */
            state: "granted" | "revoked";
            source: string;
            evidence: string;
            at: number;
        };
        Export: {
            id: string;
            shop: string;
            contact: string;
            contacts: string[];
            /** @enum {string} */
            state: "pending" | "ready" | "failed" | "expired";
            at: number;
            readyAt: number | null;
            expiresAt: number | null;
            size: number | null;
            url: string | null;
        };
        Erasure: {
            id: string;
            shop: string;
            contact: string;
            contacts: string[];
            /** @enum {string} */
            status: "pending" | "done";
            at: number;
            doneAt: number | null;
        };
        DeadLetter: {
            id: string;
            channel: string;
            connection: string;
            account: string | null;
            kind: string;
            reason: string;
            at: number;
            /** @enum {string} */
            status: "open" | "redriven";
            redrivenAt: number | null;
        };
        Redriven: {
            redriven: number;
            open: number;
            next: string | null;
        };
        Resync: {
            id: string;
            /** @enum {string} */
            status: "running" | "done";
            /** @enum {string} */
            cause: "asked" | "stream";
            at: number;
            doneAt: number | null;
            facts: number;
            failed: number;
            parts: {
                done: number;
                total: number;
            };
        };
        Shop: {
            id: string;
            name: string;
        };
        Channel: {
            channel: string;
            capabilities: components["schemas"]["Capabilities"] | null;
        };
        Capabilities: {
            text: components["schemas"]["TextLimit"];
            media: {
                [key: string]: {
                    contentTypes: string[];
                    maxBytes: number;
                    caption?: components["schemas"]["TextLimit"];
                };
            };
            mediaPerPart: number;
            buttons?: {
                max: number;
                title: components["schemas"]["TextLimit"];
                id: components["schemas"]["TextLimit"];
            };
            list?: {
                rows: number;
                sections: number;
                button: components["schemas"]["TextLimit"];
                title: components["schemas"]["TextLimit"];
                description: components["schemas"]["TextLimit"];
                sectionTitle: components["schemas"]["TextLimit"];
                id: components["schemas"]["TextLimit"];
            };
            links?: {
                max: number;
                title: components["schemas"]["TextLimit"];
            };
            cards?: {
                max: number;
                title: components["schemas"]["TextLimit"];
                subtitle: components["schemas"]["TextLimit"];
                buttons: {
                    max: number;
                    title: components["schemas"]["TextLimit"];
                    id: components["schemas"]["TextLimit"];
                };
            };
            locationRequest: boolean;
            choiceText?: {
                body: components["schemas"]["TextLimit"];
                header: components["schemas"]["TextLimit"];
                footer: components["schemas"]["TextLimit"];
            };
            location: boolean;
            contacts?: {
                max: number;
            };
            templates: boolean;
            reactions: boolean;
            replyTo: boolean;
            keylessEchoes?: boolean;
            answersLatest?: boolean;
            /** @enum {string} */
            formatting: "none" | "whatsapp" | "html";
            receipts: ("sent" | "delivered" | "read")[];
            mail?: {
                maxBytes: number;
                recipients: number;
            };
            windowHours?: number;
            threads?: {
                [key: string]: {
                    text?: components["schemas"]["TextLimit"];
                    media?: {
                        [key: string]: {
                            contentTypes: string[];
                            maxBytes: number;
                            caption?: components["schemas"]["TextLimit"];
                        };
                    };
                    mediaPerPart?: number;
                    buttons?: {
                        max: number;
                        title: components["schemas"]["TextLimit"];
                        id: components["schemas"]["TextLimit"];
                    };
                    list?: {
                        rows: number;
                        sections: number;
                        button: components["schemas"]["TextLimit"];
                        title: components["schemas"]["TextLimit"];
                        description: components["schemas"]["TextLimit"];
                        sectionTitle: components["schemas"]["TextLimit"];
                        id: components["schemas"]["TextLimit"];
                    };
                    links?: {
                        max: number;
                        title: components["schemas"]["TextLimit"];
                    };
                    cards?: {
                        max: number;
                        title: components["schemas"]["TextLimit"];
                        subtitle: components["schemas"]["TextLimit"];
                        buttons: {
                            max: number;
                            title: components["schemas"]["TextLimit"];
                            id: components["schemas"]["TextLimit"];
                        };
                    };
                    locationRequest?: boolean;
                    choiceText?: {
                        body: components["schemas"]["TextLimit"];
                        header: components["schemas"]["TextLimit"];
                        footer: components["schemas"]["TextLimit"];
                    };
                    location?: boolean;
                    contacts?: {
                        max: number;
                    };
                    templates?: boolean;
                    reactions?: boolean;
                    replyTo?: boolean;
                    keylessEchoes?: boolean;
                    answersLatest?: boolean;
                    /** @enum {string} */
                    formatting?: "none" | "whatsapp" | "html";
                    receipts?: ("sent" | "delivered" | "read")[];
                    mail?: {
                        maxBytes: number;
                        recipients: number;
                    };
                    windowHours?: number;
                };
            };
        };
        TextLimit: {
            max: number;
            /** @enum {string} */
            unit: "characters" | "bytes" | "segments";
        };
        Account: {
            channel: string;
            connection: string;
            id: string;
            shop: string;
            name: string | null;
            /** @enum {string} */
            mode: "live" | "test";
            /** @enum {string} */
            onUnknown: "hold" | "resend";
            capabilities: components["schemas"]["Capabilities"] | null;
            health: {
                /** @enum {string} */
                status: "healthy" | "degraded" | "reauth_required";
                reason: string | null;
                since: number | null;
            };
        };
        MessageTemplate: {
            name: string;
            language: string;
            /** @enum {string} */
            status: "approved" | "pending" | "rejected" | "paused" | "disabled";
            providerId: string | null;
            category: string | null;
            reason: string | null;
            components: {
                header: ({
                    /** @constant */
                    format: "text";
                    text: string;
                } | {
                    /** @enum {string} */
                    format: "image" | "video" | "document" | "location";
                }) | null;
                body: string;
                footer: string | null;
                buttons: {
                    /** @enum {string} */
                    kind: "quick_reply" | "url" | "phone" | "copy_code" | "flow" | "other";
                    title: string;
                    url?: string;
                    phone?: string;
                }[];
            };
            id: string;
            shop: string;
            channel: string;
            connection: string;
            account: string;
            variables: {
                name: string;
                /** @enum {string} */
                where: "header" | "body" | "button";
                button: number | null;
                /** @enum {string} */
                type: "text" | "image" | "video" | "document" | "location";
                example: string | null;
            }[];
            preview: string;
            updatedAt: number;
        };
        TemplatePreview: {
            text: string;
            errors: {
                path: string;
                message: string;
            }[];
        };
        ApiKeyMade: {
            id: string;
            name: string;
            scopes: ("read" | "write" | "admin")[];
            shop: string | null;
            accounts: {
                channel: string;
                account: string;
            }[] | null;
            connector: string | null;
            createdAt: number;
            lastUsedAt: number | null;
            revokedAt: number | null;
            token: string | null;
        };
        ApiKey: {
            id: string;
            name: string;
            scopes: ("read" | "write" | "admin")[];
            shop: string | null;
            accounts: {
                channel: string;
                account: string;
            }[] | null;
            connector: string | null;
            createdAt: number;
            lastUsedAt: number | null;
            revokedAt: number | null;
        };
        SignInCode: {
            code: string;
        };
        Me: {
            person: components["schemas"]["Person"] | null;
            key: {
                id: string;
            } | null;
            scopes: ("read" | "write" | "admin")[];
            shop: string;
            shops: components["schemas"]["Shop"][];
        };
        Person: {
            id: string;
            name: string;
            /** @enum {string} */
            role: "agent" | "admin";
            shop: string | null;
            avatarUrl: string | null;
            createdAt: number;
            lastSeenAt: number | null;
            disabledAt: number | null;
            version: number;
        };
        PersonChange: {
            name?: string;
            /** @enum {string} */
            role?: "agent" | "admin";
            disabled?: boolean;
        };
        SignIn: {
            url: string;
            code: string;
            expiresAt: number;
        };
        Session: {
            id: string;
            person: string;
            createdAt: number;
            lastUsedAt: number;
            expiresAt: number;
            current: boolean;
        };
        Events: {
            data: components["schemas"]["Event"][];
            next: string;
            more: boolean;
        };
        Event: {
            id: string;
            /** @enum {string} */
            type: "message.created" | "message.updated" | "message.deleted" | "attachment.updated" | "conversation.created" | "conversation.updated" | "conversation.linked" | "case.opened" | "case.updated" | "case.closed" | "contact.created" | "contact.updated" | "contact.merged" | "contact.erased" | "identity.conflict" | "consent.changed" | "control.changed" | "template.updated" | "channel.health_changed" | "webhook.disabled" | "webhook.test" | "item.quarantined";
            shop: string;
            at: number;
            subject: string;
            data: {
                [key: string]: unknown;
            };
            conversation?: components["schemas"]["ListedConversation"];
        };
        ResponseTimes: {
            from: number;
            to: number;
            days: number;
            complete: boolean;
            channels: {
                answered: number;
                medianMs: number | null;
                p90Ms: number | null;
                waiting: {
                    count: number;
                    capped: boolean;
                    longestSince: number | null;
                };
                days: {
                    answered: number;
                    medianMs: number | null;
                    p90Ms: number | null;
                    day: string;
                }[];
                channel: string;
            }[];
            all: {
                answered: number;
                medianMs: number | null;
                p90Ms: number | null;
                waiting: {
                    count: number;
                    capped: boolean;
                    longestSince: number | null;
                };
                days: {
                    answered: number;
                    medianMs: number | null;
                    p90Ms: number | null;
                    day: string;
                }[];
            };
        };
        WebhookEndpoint: {
            id: string;
            shop: string | null;
            url: string;
            description: string | null;
            types: string[] | null;
            channels: string[] | null;
            accounts: {
                channel: string;
                account: string;
            }[] | null;
            shops: string[] | null;
            /** @enum {string} */
            status: "active" | "parked" | "paused" | "disabled";
            reason: ("gone" | "failing") | null;
            failures: number;
            failingSince: number | null;
            nextAttemptAt: number | null;
            previousSecretUntil: number | null;
            createdAt: number;
            version: number;
        };
        WebhookEndpointSecret: {
            id: string;
            shop: string | null;
            url: string;
            description: string | null;
            types: string[] | null;
            channels: string[] | null;
            accounts: {
                channel: string;
                account: string;
            }[] | null;
            shops: string[] | null;
            /** @enum {string} */
            status: "active" | "parked" | "paused" | "disabled";
            reason: ("gone" | "failing") | null;
            failures: number;
            failingSince: number | null;
            nextAttemptAt: number | null;
            previousSecretUntil: number | null;
            createdAt: number;
            version: number;
            secret: string;
        };
        WebhookAttempt: {
            event: string;
            type: string;
            at: number;
            succeeded: boolean;
            status: number | null;
            error: ("timeout" | "unreachable" | "forbidden_url" | "redirect") | null;
            ms: number;
        };
    };
    responses: {
        /** @description `invalid_request`: The request is not right. */
        invalid_request: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    type?: "urn:parley:problem:invalid_request";
                };
            };
        };
        /** @description `unauthorized`: Neither a valid API key nor a session. */
        unauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    type?: "urn:parley:problem:unauthorized";
                };
            };
        };
        /** @description `forbidden`: The caller may not do this. */
        forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    type?: "urn:parley:problem:forbidden";
                };
            };
        };
        /** @description `rate_limited`: Too many calls. */
        rate_limited: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    type?: "urn:parley:problem:rate_limited";
                };
            };
        };
        /** @description `internal`: Something went wrong on our side. */
        internal: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    type?: "urn:parley:problem:internal";
                };
            };
        };
        /** @description `not_found`: Nothing is here. */
        not_found: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    type?: "urn:parley:problem:not_found";
                };
            };
        };
        /** @description `precondition_failed`: It was changed meanwhile. */
        precondition_failed: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    type?: "urn:parley:problem:precondition_failed";
                };
            };
        };
        /** @description `unsupported_media_type`: The body has another media type than JSON. */
        unsupported_media_type: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    type?: "urn:parley:problem:unsupported_media_type";
                };
            };
        };
        /** @description `body_too_large`: The body is too large. */
        body_too_large: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    type?: "urn:parley:problem:body_too_large";
                };
            };
        };
        /** @description `idempotency_key_reused`: The Idempotency-Key was used before. */
        idempotency_key_reused: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    type?: "urn:parley:problem:idempotency_key_reused";
                };
            };
        };
        /** @description `content_too_large`: The content is too large for the channel. */
        content_too_large: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    type?: "urn:parley:problem:content_too_large";
                };
            };
        };
        /** @description `external_id_taken`: The external id names another one. */
        external_id_taken: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    type?: "urn:parley:problem:external_id_taken";
                };
            };
        };
        /** @description `file_not_ready`: The file is not here. */
        file_not_ready: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    type?: "urn:parley:problem:file_not_ready";
                };
            };
        };
        /** @description `cursor_expired`: The cursor is too old. */
        cursor_expired: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"] & {
                    /** @enum {unknown} */
                    type?: "urn:parley:problem:cursor_expired";
                };
            };
        };
    };
    parameters: {
        /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
        IdempotencyKey: string;
        /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
        OptionalIdempotencyKey: string;
        /** @description The ETag of the version that the change is meant for: refused when somebody wrote meanwhile. */
        IfMatch: string;
    };
    requestBodies: never;
    headers: {
        /** @description Names this call, as the log of the gateway does. */
        RequestId: string;
        /** @description Seconds until it may be tried again. */
        RetryAfter: number;
        /** @description Made of the `version` of what is answered. */
        ETag: string;
        /** @description `true` where the call was carried out before, by the same Idempotency-Key. */
        Replayed: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listConversations: {
        parameters: {
            query?: {
                /** @description Of the current case; by default `open`, and any where a contact is given. */
                status?: "open" | "pending" | "snoozed" | "closed";
                /** @description Name of a channel, such as `whatsapp`. */
                channel?: string;
                /** @description The provider's id of an account, such as a phone number id. */
                account?: string;
                /** @description Whom the current case is assigned to. */
                assignee?: string;
                /** @description A tag of the current case. */
                tag?: string;
                /** @description Id of a contact. Of contacts that proved to be one, the ids of all name the one that carries on. */
                contact?: string;
                /** @description Only conversations with an entry from this time on, ISO 8601 with its zone. */
                updatedSince?: string;
                /** @description As `system:id`: the one that has this id of another system, whatever else is asked for. */
                externalId?: string;
                /** @description What comes first. */
                order?: "recent" | "waiting";
                /** @description `metadata`: with what the shop keeps beside each conversation, at most 6 to a page. */
                include?: "metadata";
                /** @description How many at most. A page may hold fewer, even none, while `next` says that there is more. */
                limit?: number;
                /** @description `next` of a page of the same list, with the same filters, order and shop. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List conversations */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ListedConversation"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    startConversation: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "channel": "whatsapp",
                 *       "account": "100000000000001",
                 *       "to": {
                 *         "alias": {
                 *           "type": "phone",
                 *           "value": "+15550003333"
                 *         }
                 *       },
                 *       "purpose": "service",
                 *       "message": {
                 *         "content": {
                 *           "type": "template",
                 *           "name": "order_sent",
                 *           "language": "en"
                 *         }
                 *       }
                 *     }
                 */
                "application/json": {
                    channel: string;
                    account: string;
                    to: {
                        /**
                         * @example {
                         *       "type": "phone",
                         *       "value": "+4930123456"
                         *     }
                         */
                        alias: {
                            type: string;
                            value: string;
                        } & ({
                            type?: unknown;
                        } | {
                            value?: string;
                        });
                    } | {
                        contact: string;
                    };
                    message: {
                        /** @default  */
                        text?: string;
                        /** @default [] */
                        attachments?: ({
                            /** @enum {string} */
                            kind: "image" | "audio" | "video" | "document" | "sticker";
                            media?: string;
                            url?: string;
                            providerMediaId?: string;
                            contentType?: string;
                            size?: number;
                            filename?: string;
                            caption?: string;
                            voice?: boolean;
                        } & (unknown | unknown | unknown))[];
                        content?: {
                            /** @constant */
                            type: "choice";
                            /**
                             * @default buttons
                             * @enum {string}
                             */
                            style?: "buttons" | "list";
                            header?: string;
                            footer?: string;
                            button?: string;
                            sections: {
                                title?: string;
                                options: {
                                    /**
                                     * @default reply
                                     * @enum {string}
                                     */
                                    kind?: "reply" | "url" | "location";
                                    id: string;
                                    title: string;
                                    description?: string;
                                    url?: string;
                                }[];
                            }[];
                        } | {
                            /** @constant */
                            type: "cards";
                            cards: {
                                title: string;
                                subtitle?: string;
                                imageUrl?: string;
                                url?: string;
                                /** @default [] */
                                buttons?: ({
                                    /**
                                     * @default reply
                                     * @enum {string}
                                     */
                                    kind?: "reply" | "url";
                                    id: string;
                                    title: string;
                                    description?: string;
                                    url?: string;
                                } & ({
                                    /** @constant */
                                    kind?: "reply";
                                } | unknown))[];
                            }[];
                        } | {
                            /** @constant */
                            type: "template";
                            name: string;
                            language: string;
                            /** @default [] */
                            header?: ({
                                /** @constant */
                                type: "text";
                                text: string;
                                name?: string;
                            } | {
                                /** @constant */
                                type: "currency";
                                code: string;
                                amount1000: number;
                                fallback: string;
                            } | ({
                                /** @constant */
                                type: "date_time";
                                fallback: string;
                            } & {
                                [key: string]: unknown;
                            }) | {
                                /** @enum {string} */
                                type: "image" | "video" | "document";
                                url: string;
                                filename?: string;
                            } | {
                                /** @constant */
                                type: "payload";
                                payload: string;
                            })[];
                            /** @default [] */
                            body?: ({
                                /** @constant */
                                type: "text";
                                text: string;
                                name?: string;
                            } | {
                                /** @constant */
                                type: "currency";
                                code: string;
                                amount1000: number;
                                fallback: string;
                            } | ({
                                /** @constant */
                                type: "date_time";
                                fallback: string;
                            } & {
                                [key: string]: unknown;
                            }) | {
                                /** @enum {string} */
                                type: "image" | "video" | "document";
                                url: string;
                                filename?: string;
                            } | {
                                /** @constant */
                                type: "payload";
                                payload: string;
                            })[];
                            /** @default [] */
                            buttons?: {
                                index: number;
                                /** @enum {string} */
                                kind: "quick_reply" | "url" | "copy_code" | "flow";
                                parameters: ({
                                    /** @constant */
                                    type: "text";
                                    text: string;
                                    name?: string;
                                } | {
                                    /** @constant */
                                    type: "currency";
                                    code: string;
                                    amount1000: number;
                                    fallback: string;
                                } | ({
                                    /** @constant */
                                    type: "date_time";
                                    fallback: string;
                                } & {
                                    [key: string]: unknown;
                                }) | {
                                    /** @enum {string} */
                                    type: "image" | "video" | "document";
                                    url: string;
                                    filename?: string;
                                } | {
                                    /** @constant */
                                    type: "payload";
                                    payload: string;
                                })[];
                            }[];
                            variables?: {
                                [key: string]: string;
                            };
                        } | {
                            /** @constant */
                            type: "location";
                            latitude: number;
                            longitude: number;
                            name?: string;
                            address?: string;
                            url?: string;
                        } | {
                            /** @constant */
                            type: "contacts";
                            contacts: {
                                name: {
                                    formatted: string;
                                    first?: string;
                                    last?: string;
                                    middle?: string;
                                    prefix?: string;
                                    suffix?: string;
                                };
                                birthday?: string;
                                phones: {
                                    phone: string;
                                    type?: string;
                                    waId?: string;
                                    userId?: string;
                                }[];
                                emails: {
                                    email: string;
                                    type?: string;
                                }[];
                                urls: {
                                    url: string;
                                    type?: string;
                                }[];
                                addresses: {
                                    street?: string;
                                    city?: string;
                                    state?: string;
                                    zip?: string;
                                    country?: string;
                                    countryCode?: string;
                                    type?: string;
                                }[];
                                org?: {
                                    company?: string;
                                    department?: string;
                                    title?: string;
                                };
                            }[];
                            origin?: string;
                        } | {
                            /** @constant */
                            type: "reaction";
                            target: string;
                            emoji: string | null;
                        };
                        replyTo?: string;
                        linkPreview?: boolean;
                        subject?: string;
                        html?: string;
                        to?: string[];
                        cc?: string[];
                        bcc?: string[];
                    } & ({
                        text: string;
                    } | {
                        html: string;
                    } | {
                        attachments: unknown[];
                    } | unknown);
                    fallback?: {
                        /** @default  */
                        text?: string;
                        /** @default [] */
                        attachments?: ({
                            /** @enum {string} */
                            kind: "image" | "audio" | "video" | "document" | "sticker";
                            media?: string;
                            url?: string;
                            providerMediaId?: string;
                            contentType?: string;
                            size?: number;
                            filename?: string;
                            caption?: string;
                            voice?: boolean;
                        } & (unknown | unknown | unknown))[];
                        content?: {
                            /** @constant */
                            type: "choice";
                            /**
                             * @default buttons
                             * @enum {string}
                             */
                            style?: "buttons" | "list";
                            header?: string;
                            footer?: string;
                            button?: string;
                            sections: {
                                title?: string;
                                options: {
                                    /**
                                     * @default reply
                                     * @enum {string}
                                     */
                                    kind?: "reply" | "url" | "location";
                                    id: string;
                                    title: string;
                                    description?: string;
                                    url?: string;
                                }[];
                            }[];
                        } | {
                            /** @constant */
                            type: "cards";
                            cards: {
                                title: string;
                                subtitle?: string;
                                imageUrl?: string;
                                url?: string;
                                /** @default [] */
                                buttons?: ({
                                    /**
                                     * @default reply
                                     * @enum {string}
                                     */
                                    kind?: "reply" | "url";
                                    id: string;
                                    title: string;
                                    description?: string;
                                    url?: string;
                                } & ({
                                    /** @constant */
                                    kind?: "reply";
                                } | unknown))[];
                            }[];
                        } | {
                            /** @constant */
                            type: "template";
                            name: string;
                            language: string;
                            /** @default [] */
                            header?: ({
                                /** @constant */
                                type: "text";
                                text: string;
                                name?: string;
                            } | {
                                /** @constant */
                                type: "currency";
                                code: string;
                                amount1000: number;
                                fallback: string;
                            } | ({
                                /** @constant */
                                type: "date_time";
                                fallback: string;
                            } & {
                                [key: string]: unknown;
                            }) | {
                                /** @enum {string} */
                                type: "image" | "video" | "document";
                                url: string;
                                filename?: string;
                            } | {
                                /** @constant */
                                type: "payload";
                                payload: string;
                            })[];
                            /** @default [] */
                            body?: ({
                                /** @constant */
                                type: "text";
                                text: string;
                                name?: string;
                            } | {
                                /** @constant */
                                type: "currency";
                                code: string;
                                amount1000: number;
                                fallback: string;
                            } | ({
                                /** @constant */
                                type: "date_time";
                                fallback: string;
                            } & {
                                [key: string]: unknown;
                            }) | {
                                /** @enum {string} */
                                type: "image" | "video" | "document";
                                url: string;
                                filename?: string;
                            } | {
                                /** @constant */
                                type: "payload";
                                payload: string;
                            })[];
                            /** @default [] */
                            buttons?: {
                                index: number;
                                /** @enum {string} */
                                kind: "quick_reply" | "url" | "copy_code" | "flow";
                                parameters: ({
                                    /** @constant */
                                    type: "text";
                                    text: string;
                                    name?: string;
                                } | {
                                    /** @constant */
                                    type: "currency";
                                    code: string;
                                    amount1000: number;
                                    fallback: string;
                                } | ({
                                    /** @constant */
                                    type: "date_time";
                                    fallback: string;
                                } & {
                                    [key: string]: unknown;
                                }) | {
                                    /** @enum {string} */
                                    type: "image" | "video" | "document";
                                    url: string;
                                    filename?: string;
                                } | {
                                    /** @constant */
                                    type: "payload";
                                    payload: string;
                                })[];
                            }[];
                            variables?: {
                                [key: string]: string;
                            };
                        } | {
                            /** @constant */
                            type: "location";
                            latitude: number;
                            longitude: number;
                            name?: string;
                            address?: string;
                            url?: string;
                        } | {
                            /** @constant */
                            type: "contacts";
                            contacts: {
                                name: {
                                    formatted: string;
                                    first?: string;
                                    last?: string;
                                    middle?: string;
                                    prefix?: string;
                                    suffix?: string;
                                };
                                birthday?: string;
                                phones: {
                                    phone: string;
                                    type?: string;
                                    waId?: string;
                                    userId?: string;
                                }[];
                                emails: {
                                    email: string;
                                    type?: string;
                                }[];
                                urls: {
                                    url: string;
                                    type?: string;
                                }[];
                                addresses: {
                                    street?: string;
                                    city?: string;
                                    state?: string;
                                    zip?: string;
                                    country?: string;
                                    countryCode?: string;
                                    type?: string;
                                }[];
                                org?: {
                                    company?: string;
                                    department?: string;
                                    title?: string;
                                };
                            }[];
                            origin?: string;
                        };
                        linkPreview?: boolean;
                        subject?: string;
                        html?: string;
                    } & ({
                        text: string;
                    } | {
                        html: string;
                    } | {
                        attachments: unknown[];
                    } | unknown);
                    /**
                     * @default {
                     *       "kind": "agent"
                     *     }
                     */
                    author?: {
                        /**
                         * @default agent
                         * @enum {string}
                         */
                        kind?: "agent" | "bot";
                        id?: string;
                        name?: string;
                        avatarUrl?: string;
                    };
                    /** @enum {string} */
                    purpose: "service" | "marketing";
                    /** Format: date-time */
                    validUntil?: string;
                    override?: boolean;
                    externalIds?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Write to somebody first */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Started"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `file_not_ready`: The file is not here. `not_in_control`: Somebody else answers this conversation. `external_id_taken`: The external id names another one. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:file_not_ready" | "urn:parley:problem:not_in_control" | "urn:parley:problem:external_id_taken";
                    };
                };
            };
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /** @description `window_closed`: The reply window is closed. `content_unsupported`: The channel cannot carry this content. `content_too_large`: The content is too large for the channel. `media_rejected`: The channel does not take this file. `template_invalid`: The template cannot be sent so. `recipient_opted_out`: The customer does not want this. `automated_sender`: A program is not answered by a program. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:window_closed" | "urn:parley:problem:content_unsupported" | "urn:parley:problem:content_too_large" | "urn:parley:problem:media_rejected" | "urn:parley:problem:template_invalid" | "urn:parley:problem:recipient_opted_out" | "urn:parley:problem:automated_sender";
                    };
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listConversationsOfContact: {
        parameters: {
            query?: {
                /** @description Of the current case; by default `open`, and any where a contact is given. */
                status?: "open" | "pending" | "snoozed" | "closed";
                /** @description `metadata`: with what the shop keeps beside each conversation, at most 6 to a page. */
                include?: "metadata";
                /** @description How many at most. A page may hold fewer, even none, while `next` says that there is more. */
                limit?: number;
                /** @description `next` of a page of the same list, with the same filters, order and shop. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of a contact. Of contacts that proved to be one, the ids of all name the one that carries on. */
                contact: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the conversations of a contact */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ListedConversation"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on. */
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a conversation */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    updateConversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that the change is meant for: refused when somebody wrote meanwhile. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on. */
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConversationChange"];
            };
        };
        responses: {
            /** @description Change what the shop keeps of a conversation and its case */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `case_not_open`: The case is closed. `conversation_moved`: The conversation has changed. `external_id_taken`: The external id names another one. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:case_not_open" | "urn:parley:problem:conversation_moved" | "urn:parley:problem:external_id_taken";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    markConversationRead: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path: {
                /** @description Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on. */
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Mark as read, and show the customer where the channel can */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sent: boolean;
                        reason: string | null;
                        conversation: components["schemas"]["Conversation"];
                    };
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress";
                    };
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    showTyping: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path: {
                /** @description Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on. */
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Show the customer that somebody is typing, where the channel can */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sent: boolean;
                        reason: string | null;
                    };
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress";
                    };
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listEntries: {
        parameters: {
            query?: {
                /** @description What comes first. */
                order?: "oldest" | "newest";
                /** @description How many at most. A page may hold fewer, even none, while `next` says that there is more. */
                limit?: number;
                /** @description `next` of a page of the same list, with the same filters, order and shop. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on. */
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List what was said, noted and what happened */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Entry"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description What comes first. */
                order?: "oldest" | "newest";
                /** @description How many at most. A page may hold fewer, even none, while `next` says that there is more. */
                limit?: number;
                /** @description `next` of a page of the same list, with the same filters, order and shop. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on. */
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List what was said, noted and what happened */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Entry"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    sendMessage: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on. */
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "Your parcel is on its way.",
                 *       "author": {
                 *         "kind": "agent",
                 *         "name": "Max"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["SentMessage"];
            };
        };
        responses: {
            /** @description Send a message */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `file_not_ready`: The file is not here. `not_in_control`: Somebody else answers this conversation. `conversation_moved`: The conversation has changed. `external_id_taken`: The external id names another one. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:file_not_ready" | "urn:parley:problem:not_in_control" | "urn:parley:problem:conversation_moved" | "urn:parley:problem:external_id_taken";
                    };
                };
            };
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /** @description `window_closed`: The reply window is closed. `content_unsupported`: The channel cannot carry this content. `content_too_large`: The content is too large for the channel. `media_rejected`: The channel does not take this file. `template_invalid`: The template cannot be sent so. `recipient_opted_out`: The customer does not want this. `automated_sender`: A program is not answered by a program. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:window_closed" | "urn:parley:problem:content_unsupported" | "urn:parley:problem:content_too_large" | "urn:parley:problem:media_rejected" | "urn:parley:problem:template_invalid" | "urn:parley:problem:recipient_opted_out" | "urn:parley:problem:automated_sender";
                    };
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listCases: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on. */
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the cases of a conversation */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Case"][];
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    updateCase: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that the change is meant for: refused when somebody wrote meanwhile. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on. */
                conversation: string;
                /** @description Id of a case of the conversation. */
                case: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Identity"];
            };
        };
        responses: {
            /** @description Say what a case is called in other systems */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Case"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `external_id_taken`: The external id names another one. `conversation_moved`: The conversation has changed. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:external_id_taken" | "urn:parley:problem:conversation_moved";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    findCases: {
        parameters: {
            query: {
                /** @description As `system:id`: the one that has this id of another system, whatever else is asked for. */
                externalId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Find the case that has an id of another system */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Case"][];
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    closeConversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path: {
                /** @description Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on. */
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Close the current case */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. `case_not_open`: The case is closed. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress" | "urn:parley:problem:case_not_open";
                    };
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    reopenConversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path: {
                /** @description Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on. */
                conversation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Open the current case again */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. `case_not_closed`: The case is open. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress" | "urn:parley:problem:case_not_closed";
                    };
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    snoozeConversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
                /** @description The ETag of the version that the change is meant for: refused when somebody wrote meanwhile. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on. */
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    until: string;
                    ifVersion?: number;
                };
            };
        };
        responses: {
            /** @description Put the current case aside until a time */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. `case_not_open`: The case is closed. `conversation_moved`: The conversation has changed. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress" | "urn:parley:problem:case_not_open" | "urn:parley:problem:conversation_moved";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    passControl: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
                /** @description The ETag of the version that the change is meant for: refused when somebody wrote meanwhile. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on. */
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    by: "human" | "bot" | "connector";
                    /** @default null */
                    name?: string | null;
                    ifVersion?: number;
                } & ({
                    /** @enum {unknown} */
                    by?: "human" | "bot";
                } | {
                    name: string;
                });
            };
        };
        responses: {
            /** @description Say who answers the conversation */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Conversation"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. `conversation_moved`: The conversation has changed. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress" | "urn:parley:problem:conversation_moved";
                    };
                };
            };
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    addNote: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on. */
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    text: string;
                    /**
                     * @default {
                     *       "kind": "agent"
                     *     }
                     */
                    author?: {
                        /**
                         * @default agent
                         * @enum {string}
                         */
                        kind?: "agent" | "bot";
                        id?: string;
                        name?: string;
                        avatarUrl?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Write a note that the customer never sees */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Note"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["idempotency_key_reused"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    importMessages: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path: {
                /** @description Id of a conversation. Of two that proved to be one, the ids of both name the one that carries on. */
                conversation: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    messages: ({
                        externalId: string;
                        externalIds?: {
                            [key: string]: string;
                        };
                        /** @enum {string} */
                        direction: "in" | "out";
                        author?: {
                            /** @enum {string} */
                            kind: "customer" | "agent" | "bot";
                            id?: string;
                            name?: string;
                        };
                        /** @default  */
                        text?: string;
                        /** @default [] */
                        attachments?: {
                            /** @enum {string} */
                            kind: "image" | "audio" | "video" | "document" | "sticker";
                            url: string;
                            filename?: string;
                            contentType?: string;
                        }[];
                        /**
                         * Format: date-time
                         * @description In the past.
                         * @example 2025-03-01T09:30:00Z
                         * @example 2025-03-01T10:31:30+01:00
                         */
                        at: string;
                    } & ({
                        text: string;
                    } | {
                        attachments: unknown[];
                    }))[];
                };
            };
        };
        responses: {
            /** @description Take in what was said before, without sending anything */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Imported"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. `external_id_taken`: The external id names another one. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress" | "urn:parley:problem:external_id_taken";
                    };
                };
            };
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            422: components["responses"]["content_too_large"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a message. */
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a message */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    updateMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a message. */
                message: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    externalIds: {
                        [key: string]: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Say what a message is called in other systems */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["external_id_taken"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    findMessages: {
        parameters: {
            query: {
                /** @description As `system:id`: the one that has this id of another system, whatever else is asked for. */
                externalId: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Find the message that has an id of another system */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Message"][];
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    resolveMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path: {
                /** @description Id of a message. */
                message: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    outcome: "sent" | "resend";
                };
            };
        };
        responses: {
            /** @description Say what became of a message whose outcome nobody knows */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. `not_unknown`: The outcome is known. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress" | "urn:parley:problem:not_unknown";
                    };
                };
            };
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    cancelMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path: {
                /** @description Id of a message. */
                message: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take back what has not been sent yet */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. `not_cancellable`: The message is on its way. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress" | "urn:parley:problem:not_cancellable";
                    };
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    planMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    conversation: string;
                    message: {
                        /** @default  */
                        text?: string;
                        /** @default [] */
                        attachments?: ({
                            /** @enum {string} */
                            kind: "image" | "audio" | "video" | "document" | "sticker";
                            media?: string;
                            url?: string;
                            providerMediaId?: string;
                            contentType?: string;
                            size?: number;
                            filename?: string;
                            caption?: string;
                            voice?: boolean;
                        } & (unknown | unknown | unknown))[];
                        content?: {
                            /** @constant */
                            type: "choice";
                            /**
                             * @default buttons
                             * @enum {string}
                             */
                            style?: "buttons" | "list";
                            header?: string;
                            footer?: string;
                            button?: string;
                            sections: {
                                title?: string;
                                options: {
                                    /**
                                     * @default reply
                                     * @enum {string}
                                     */
                                    kind?: "reply" | "url" | "location";
                                    id: string;
                                    title: string;
                                    description?: string;
                                    url?: string;
                                }[];
                            }[];
                        } | {
                            /** @constant */
                            type: "cards";
                            cards: {
                                title: string;
                                subtitle?: string;
                                imageUrl?: string;
                                url?: string;
                                /** @default [] */
                                buttons?: ({
                                    /**
                                     * @default reply
                                     * @enum {string}
                                     */
                                    kind?: "reply" | "url";
                                    id: string;
                                    title: string;
                                    description?: string;
                                    url?: string;
                                } & ({
                                    /** @constant */
                                    kind?: "reply";
                                } | unknown))[];
                            }[];
                        } | {
                            /** @constant */
                            type: "template";
                            name: string;
                            language: string;
                            /** @default [] */
                            header?: ({
                                /** @constant */
                                type: "text";
                                text: string;
                                name?: string;
                            } | {
                                /** @constant */
                                type: "currency";
                                code: string;
                                amount1000: number;
                                fallback: string;
                            } | ({
                                /** @constant */
                                type: "date_time";
                                fallback: string;
                            } & {
                                [key: string]: unknown;
                            }) | {
                                /** @enum {string} */
                                type: "image" | "video" | "document";
                                url: string;
                                filename?: string;
                            } | {
                                /** @constant */
                                type: "payload";
                                payload: string;
                            })[];
                            /** @default [] */
                            body?: ({
                                /** @constant */
                                type: "text";
                                text: string;
                                name?: string;
                            } | {
                                /** @constant */
                                type: "currency";
                                code: string;
                                amount1000: number;
                                fallback: string;
                            } | ({
                                /** @constant */
                                type: "date_time";
                                fallback: string;
                            } & {
                                [key: string]: unknown;
                            }) | {
                                /** @enum {string} */
                                type: "image" | "video" | "document";
                                url: string;
                                filename?: string;
                            } | {
                                /** @constant */
                                type: "payload";
                                payload: string;
                            })[];
                            /** @default [] */
                            buttons?: {
                                index: number;
                                /** @enum {string} */
                                kind: "quick_reply" | "url" | "copy_code" | "flow";
                                parameters: ({
                                    /** @constant */
                                    type: "text";
                                    text: string;
                                    name?: string;
                                } | {
                                    /** @constant */
                                    type: "currency";
                                    code: string;
                                    amount1000: number;
                                    fallback: string;
                                } | ({
                                    /** @constant */
                                    type: "date_time";
                                    fallback: string;
                                } & {
                                    [key: string]: unknown;
                                }) | {
                                    /** @enum {string} */
                                    type: "image" | "video" | "document";
                                    url: string;
                                    filename?: string;
                                } | {
                                    /** @constant */
                                    type: "payload";
                                    payload: string;
                                })[];
                            }[];
                            variables?: {
                                [key: string]: string;
                            };
                        } | {
                            /** @constant */
                            type: "location";
                            latitude: number;
                            longitude: number;
                            name?: string;
                            address?: string;
                            url?: string;
                        } | {
                            /** @constant */
                            type: "contacts";
                            contacts: {
                                name: {
                                    formatted: string;
                                    first?: string;
                                    last?: string;
                                    middle?: string;
                                    prefix?: string;
                                    suffix?: string;
                                };
                                birthday?: string;
                                phones: {
                                    phone: string;
                                    type?: string;
                                    waId?: string;
                                    userId?: string;
                                }[];
                                emails: {
                                    email: string;
                                    type?: string;
                                }[];
                                urls: {
                                    url: string;
                                    type?: string;
                                }[];
                                addresses: {
                                    street?: string;
                                    city?: string;
                                    state?: string;
                                    zip?: string;
                                    country?: string;
                                    countryCode?: string;
                                    type?: string;
                                }[];
                                org?: {
                                    company?: string;
                                    department?: string;
                                    title?: string;
                                };
                            }[];
                            origin?: string;
                        } | {
                            /** @constant */
                            type: "reaction";
                            target: string;
                            emoji: string | null;
                        };
                        replyTo?: string;
                        linkPreview?: boolean;
                        subject?: string;
                        html?: string;
                        to?: string[];
                        cc?: string[];
                        bcc?: string[];
                    } & ({
                        text: string;
                    } | {
                        html: string;
                    } | {
                        attachments: unknown[];
                    } | unknown);
                    fallback?: {
                        /** @default  */
                        text?: string;
                        /** @default [] */
                        attachments?: ({
                            /** @enum {string} */
                            kind: "image" | "audio" | "video" | "document" | "sticker";
                            media?: string;
                            url?: string;
                            providerMediaId?: string;
                            contentType?: string;
                            size?: number;
                            filename?: string;
                            caption?: string;
                            voice?: boolean;
                        } & (unknown | unknown | unknown))[];
                        content?: {
                            /** @constant */
                            type: "choice";
                            /**
                             * @default buttons
                             * @enum {string}
                             */
                            style?: "buttons" | "list";
                            header?: string;
                            footer?: string;
                            button?: string;
                            sections: {
                                title?: string;
                                options: {
                                    /**
                                     * @default reply
                                     * @enum {string}
                                     */
                                    kind?: "reply" | "url" | "location";
                                    id: string;
                                    title: string;
                                    description?: string;
                                    url?: string;
                                }[];
                            }[];
                        } | {
                            /** @constant */
                            type: "cards";
                            cards: {
                                title: string;
                                subtitle?: string;
                                imageUrl?: string;
                                url?: string;
                                /** @default [] */
                                buttons?: ({
                                    /**
                                     * @default reply
                                     * @enum {string}
                                     */
                                    kind?: "reply" | "url";
                                    id: string;
                                    title: string;
                                    description?: string;
                                    url?: string;
                                } & ({
                                    /** @constant */
                                    kind?: "reply";
                                } | unknown))[];
                            }[];
                        } | {
                            /** @constant */
                            type: "template";
                            name: string;
                            language: string;
                            /** @default [] */
                            header?: ({
                                /** @constant */
                                type: "text";
                                text: string;
                                name?: string;
                            } | {
                                /** @constant */
                                type: "currency";
                                code: string;
                                amount1000: number;
                                fallback: string;
                            } | ({
                                /** @constant */
                                type: "date_time";
                                fallback: string;
                            } & {
                                [key: string]: unknown;
                            }) | {
                                /** @enum {string} */
                                type: "image" | "video" | "document";
                                url: string;
                                filename?: string;
                            } | {
                                /** @constant */
                                type: "payload";
                                payload: string;
                            })[];
                            /** @default [] */
                            body?: ({
                                /** @constant */
                                type: "text";
                                text: string;
                                name?: string;
                            } | {
                                /** @constant */
                                type: "currency";
                                code: string;
                                amount1000: number;
                                fallback: string;
                            } | ({
                                /** @constant */
                                type: "date_time";
                                fallback: string;
                            } & {
                                [key: string]: unknown;
                            }) | {
                                /** @enum {string} */
                                type: "image" | "video" | "document";
                                url: string;
                                filename?: string;
                            } | {
                                /** @constant */
                                type: "payload";
                                payload: string;
                            })[];
                            /** @default [] */
                            buttons?: {
                                index: number;
                                /** @enum {string} */
                                kind: "quick_reply" | "url" | "copy_code" | "flow";
                                parameters: ({
                                    /** @constant */
                                    type: "text";
                                    text: string;
                                    name?: string;
                                } | {
                                    /** @constant */
                                    type: "currency";
                                    code: string;
                                    amount1000: number;
                                    fallback: string;
                                } | ({
                                    /** @constant */
                                    type: "date_time";
                                    fallback: string;
                                } & {
                                    [key: string]: unknown;
                                }) | {
                                    /** @enum {string} */
                                    type: "image" | "video" | "document";
                                    url: string;
                                    filename?: string;
                                } | {
                                    /** @constant */
                                    type: "payload";
                                    payload: string;
                                })[];
                            }[];
                            variables?: {
                                [key: string]: string;
                            };
                        } | {
                            /** @constant */
                            type: "location";
                            latitude: number;
                            longitude: number;
                            name?: string;
                            address?: string;
                            url?: string;
                        } | {
                            /** @constant */
                            type: "contacts";
                            contacts: {
                                name: {
                                    formatted: string;
                                    first?: string;
                                    last?: string;
                                    middle?: string;
                                    prefix?: string;
                                    suffix?: string;
                                };
                                birthday?: string;
                                phones: {
                                    phone: string;
                                    type?: string;
                                    waId?: string;
                                    userId?: string;
                                }[];
                                emails: {
                                    email: string;
                                    type?: string;
                                }[];
                                urls: {
                                    url: string;
                                    type?: string;
                                }[];
                                addresses: {
                                    street?: string;
                                    city?: string;
                                    state?: string;
                                    zip?: string;
                                    country?: string;
                                    countryCode?: string;
                                    type?: string;
                                }[];
                                org?: {
                                    company?: string;
                                    department?: string;
                                    title?: string;
                                };
                            }[];
                            origin?: string;
                        };
                        linkPreview?: boolean;
                        subject?: string;
                        html?: string;
                    } & ({
                        text: string;
                    } | {
                        html: string;
                    } | {
                        attachments: unknown[];
                    } | unknown);
                };
            };
        };
        responses: {
            /** @description Show what a send would come to; keeps nothing */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Planned"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. `file_not_ready`: The file is not here. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress" | "urn:parley:problem:file_not_ready";
                    };
                };
            };
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            /** @description `window_closed`: The reply window is closed. `content_unsupported`: The channel cannot carry this content. `content_too_large`: The content is too large for the channel. `media_rejected`: The channel does not take this file. `template_invalid`: The template cannot be sent so. */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:window_closed" | "urn:parley:problem:content_unsupported" | "urn:parley:problem:content_too_large" | "urn:parley:problem:media_rejected" | "urn:parley:problem:template_invalid";
                    };
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a message. */
                message: string;
                /** @description Place among the attachments, from 0; of a mail also `original`, `html` or `text`. */
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Go to a file of a message */
            302: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    /** @description Works for five minutes. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["file_not_ready"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    startUpload: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    filename?: string;
                    contentType: string;
                    size: number;
                };
            };
        };
        responses: {
            /** @description Make room for a file to send */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency_key_reused"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listContacts: {
        parameters: {
            query?: {
                /** @description As `type:value`, such as `phone:+4930123456`: the contact that is known by it. */
                alias?: string;
                /** @description As `system:id`: the one that has this id of another system, whatever else is asked for. */
                externalId?: string;
                /** @description How many at most. A page may hold fewer, even none, while `next` says that there is more. */
                limit?: number;
                /** @description `next` of a page of the same list, with the same filters, order and shop. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List contacts, or find one */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Contact"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a contact. Of contacts that proved to be one, the ids of all name the one that carries on. */
                contact: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a contact */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    patchContact: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that the change is meant for: refused when somebody wrote meanwhile. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Id of a contact. Of contacts that proved to be one, the ids of all name the one that carries on. */
                contact: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string | null;
                    locale?: string | null;
                    timeZone?: string | null;
                    metadata?: {
                        [key: string]: string | null;
                    };
                    externalIds?: {
                        [key: string]: string | null;
                    };
                };
            };
        };
        responses: {
            /** @description Say what the shop knows of a contact */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["external_id_taken"];
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listConsents: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a contact. Of contacts that proved to be one, the ids of all name the one that carries on. */
                contact: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List what a contact allowed and forbade */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Consent"][];
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    setConsent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a contact. Of contacts that proved to be one, the ids of all name the one that carries on. */
                contact: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    channel: string;
                    /** @default any */
                    sender?: string;
                    /** @enum {string} */
                    purpose: "service" | "marketing" | "any";
                    /** @enum {string} */
                    state: "granted" | "revoked";
                    source: string;
                    /** @default  */
                    evidence?: string;
                };
            };
        };
        responses: {
            /** @description Write down what a contact allowed or forbade */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Consent"][];
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    mergeContact: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of a contact. Of contacts that proved to be one, the ids of all name the one that carries on. */
                contact: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    into: string;
                };
            };
        };
        responses: {
            /** @description Say that this contact is another one */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `already_merged`: The contacts are one already. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:already_merged";
                    };
                };
            };
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    unmergeContact: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of a contact. Of contacts that proved to be one, the ids of all name the one that carries on. */
                contact: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Undo a merge */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contact"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `not_merged`: The contact is not merged. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:not_merged";
                    };
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    exportContact: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of a contact. Of contacts that proved to be one, the ids of all name the one that carries on. */
                contact: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Export all that is kept of a person */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["idempotency_key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getExport: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an export. */
                export: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description See whether an export is ready, and where it is */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Export"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    eraseContact: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of a contact. Of contacts that proved to be one, the ids of all name the one that carries on. */
                contact: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Erase a person */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            409: components["responses"]["idempotency_key_reused"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getErasure: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an erasure. */
                erasure: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description See how far an erasure is */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description Name of a channel, such as `whatsapp`. */
                channel?: string;
                /** @description Only those of this kind: what they would have been, or `quarantine` where that cannot be told. */
                kind?: string;
                /** @description Only those kept for this reason. */
                reason?: string;
                /** @description How many at most. A page may hold fewer, even none, while `next` says that there is more. */
                limit?: number;
                /** @description `next` of a page of the same list, with the same filters, order and shop. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List what could not be read or placed */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["DeadLetter"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    redriveDeadLetters: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    channel?: string;
                    kind?: string;
                    reason?: string;
                    cursor?: string;
                };
            };
        };
        responses: {
            /** @description Try many again */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redriven"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a dead letter. */
                letter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a dead letter */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetter"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getRawDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a dead letter. */
                letter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get what the provider delivered */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        raw: unknown;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    redriveDeadLetter: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path: {
                /** @description Id of a dead letter. */
                letter: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Try one again */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetter"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress";
                    };
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getResync: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description See how far the latest resync is */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resync"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    startResync: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Make all views anew */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resync"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress";
                    };
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listShops: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the shops that the key is for */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Shop"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listChannels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the channels of the shop, with what each can carry */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Channel"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /** @description How many at most. A page may hold fewer, even none, while `next` says that there is more. */
                limit?: number;
                /** @description `next` of a page of the same list, with the same filters, order and shop. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the accounts of the shop, with what each can carry and whether it works */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Account"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a channel, such as `whatsapp`. */
                channel: string;
                /** @description Name of a connection of the channel, as it is configured. */
                connection: string;
                /** @description The provider's id of an account, such as a phone number id. */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get an account */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listTemplates: {
        parameters: {
            query?: {
                /** @description Name of a channel, such as `whatsapp`. */
                channel?: string;
                /** @description The provider's id of an account, such as a phone number id. */
                account?: string;
                /** @description Name of a template, in all its languages. */
                name?: string;
                /** @description Whether it can be sent, or why not. */
                status?: "approved" | "pending" | "rejected" | "paused" | "disabled";
                /** @description How many at most. A page may hold fewer, even none, while `next` says that there is more. */
                limit?: number;
                /** @description `next` of a page of the same list, with the same filters, order and shop. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List message templates, by account and name */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["MessageTemplate"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a message template. */
                template: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a message template */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageTemplate"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    previewTemplate: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path: {
                /** @description Id of a message template. */
                template: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default {} */
                    variables?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Show what a customer would see of a template; keeps nothing */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatePreview"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress";
                    };
                };
            };
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description Whether of the shop of the call, or of the whole organisation. */
                reach?: "shop" | "organisation";
                /** @description How many at most. A page may hold fewer, even none, while `next` says that there is more. */
                limit?: number;
                /** @description `next` of a page of the same list, with the same filters, order and shop. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List API keys, newest first */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["ApiKey"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    scopes: ("read" | "write" | "admin")[];
                    /**
                     * @default shop
                     * @enum {string}
                     */
                    reach?: "shop" | "organisation";
                    accounts?: {
                        channel: string;
                        account: string;
                    }[];
                    connector?: string;
                };
            };
        };
        responses: {
            /** @description Make an API key; its `token` is told this once */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyMade"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency_key_reused"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an API key. */
                apiKey: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get an API key, without its secret */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an API key. */
                apiKey: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoke an API key */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Tell who calls: a person who is signed in, or a key */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "7Q2XK-M9D4T-0WZRB-8HNVC"
                 *     }
                 */
                "application/json": components["schemas"]["SignInCode"];
            };
        };
        responses: {
            /** @description Sign in by the code of a one-time link */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sign out: ends the session of the cookie, and takes the cookie away */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listPeople: {
        parameters: {
            query?: {
                /** @description How many at most. A page may hold fewer, even none, while `next` says that there is more. */
                limit?: number;
                /** @description `next` of a page of the same list, with the same filters, order and shop. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the people of the shop, newest first, then those of the organisation */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Person"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    createPerson: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ada Agent",
                 *       "role": "agent"
                 *     }
                 */
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    role: "agent" | "admin";
                    /**
                     * @default shop
                     * @enum {string}
                     */
                    reach?: "shop" | "organisation";
                };
            };
        };
        responses: {
            /** @description Add somebody who answers customers */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency_key_reused"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a person of the shop. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a person */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    changePerson: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that the change is meant for: refused when somebody wrote meanwhile. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Id of a person of the shop. */
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "admin"
                 *     }
                 */
                "application/json": components["schemas"]["PersonChange"];
            };
        };
        responses: {
            /** @description Rename a person, change their role, disable or enable them */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    createSignIn: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a person of the shop. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default 15 */
                    validMinutes?: number;
                };
            };
        };
        responses: {
            /** @description Make a one-time link by which a person signs in; it is told this once */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignIn"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a person of the shop. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List where a person is signed in, newest first */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["Session"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    endSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a person of the shop. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sign a person out everywhere; links that were not used yet end too */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a person of the shop. */
                person: string;
                /** @description Id of a session of the person. */
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sign a person out of one browser */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getAvatar: {
        parameters: {
            query?: {
                /** @description Which picture it is, so that it may be cached: as `avatarUrl` has it. */
                v?: string;
            };
            header?: never;
            path: {
                /** @description Id of a person of the shop. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get the picture of a person */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "image/*": string;
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    setAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a person of the shop. */
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "contentType": "image/png",
                 *       "data": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    contentType: "image/png" | "image/jpeg" | "image/webp";
                    /** Format: base64 */
                    data: string;
                };
            };
        };
        responses: {
            /** @description Give a person a picture */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    removeAvatar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a person of the shop. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Take the picture of a person away */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Person"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description `next` of the page before; `latest` for what comes from now on; without it, the oldest that is kept. */
                after?: string;
                /** @description How many at most. A page may hold fewer, even none, while `next` says that there is more. */
                limit?: number;
                /** @description Types of events, with commas between them. */
                types?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Follow what happens */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Events"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            410: components["responses"]["cursor_expired"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of an event, the same in the feed and in webhooks. */
                event: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get an event */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Event"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getResponseTimes: {
        parameters: {
            query?: {
                /** @description How many days, today among them. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description See how long customers wait for the first answer */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResponseTimes"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: {
                /** @description Whether of the shop of the call, or of the whole organisation. */
                reach?: "shop" | "organisation";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List webhook endpoints */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WebhookEndpoint"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    createWebhookEndpoint: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "url": "https://helpdesk.example/parley",
                 *       "types": [
                 *         "message.created"
                 *       ]
                 *     }
                 */
                "application/json": {
                    url: string;
                    description?: string;
                    /**
                     * @default shop
                     * @enum {string}
                     */
                    reach?: "shop" | "organisation";
                    types?: ("message.created" | "message.updated" | "message.deleted" | "attachment.updated" | "conversation.created" | "conversation.updated" | "conversation.linked" | "case.opened" | "case.updated" | "case.closed" | "contact.created" | "contact.updated" | "contact.merged" | "contact.erased" | "identity.conflict" | "consent.changed" | "control.changed" | "template.updated" | "channel.health_changed" | "webhook.disabled" | "webhook.test" | "item.quarantined")[];
                    channels?: string[];
                    accounts?: {
                        channel: string;
                        account: string;
                    }[];
                    shops?: string[];
                } & ({
                    /** @constant */
                    reach: "organisation";
                } | {
                    shops?: never;
                });
            };
        };
        responses: {
            /** @description Have events sent somewhere */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointSecret"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            409: components["responses"]["idempotency_key_reused"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    getWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a webhook endpoint. */
                endpoint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Get a webhook endpoint */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    deleteWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of a webhook endpoint. */
                endpoint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Delete a webhook endpoint */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    changeWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the version that the change is meant for: refused when somebody wrote meanwhile. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Id of a webhook endpoint. */
                endpoint: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "enabled": true
                 *     }
                 */
                "application/json": {
                    url?: string;
                    description?: string | null;
                    types?: ("message.created" | "message.updated" | "message.deleted" | "attachment.updated" | "conversation.created" | "conversation.updated" | "conversation.linked" | "case.opened" | "case.updated" | "case.closed" | "contact.created" | "contact.updated" | "contact.merged" | "contact.erased" | "identity.conflict" | "consent.changed" | "control.changed" | "template.updated" | "channel.health_changed" | "webhook.disabled" | "webhook.test" | "item.quarantined")[] | null;
                    channels?: string[] | null;
                    accounts?: {
                        channel: string;
                        account: string;
                    }[] | null;
                    shops?: string[] | null;
                    enabled?: boolean;
                };
            };
        };
        responses: {
            /** @description Change, pause or enable a webhook endpoint */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            412: components["responses"]["precondition_failed"];
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key": components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description Id of a webhook endpoint. */
                endpoint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sign with a new secret, and for a day with the old one too */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointSecret"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    testWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path: {
                /** @description Id of a webhook endpoint. */
                endpoint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Send a test event now */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookAttempt"];
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress";
                    };
                };
            };
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    listWebhookAttempts: {
        parameters: {
            query?: {
                /** @description How many at most. A page may hold fewer, even none, while `next` says that there is more. */
                limit?: number;
                /** @description `next` of a page of the same list, with the same filters, order and shop. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description Id of a webhook endpoint. */
                endpoint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List how deliveries went */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        data: components["schemas"]["WebhookAttempt"][];
                        next: string | null;
                    };
                };
            };
            400: components["responses"]["invalid_request"];
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
    replayEvents: {
        parameters: {
            query?: never;
            header?: {
                /** @description Names this request, and no other of the key and shop: repeated with the same body, it is done once and answered alike. */
                "Idempotency-Key"?: components["parameters"]["OptionalIdempotencyKey"];
            };
            path: {
                /** @description Id of a webhook endpoint. */
                endpoint: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from": "2026-01-01T00:00:00Z"
                 *     }
                 */
                "application/json": {
                    event?: string;
                    /** Format: date-time */
                    from?: string;
                    /** Format: date-time */
                    to?: string;
                } & (unknown | unknown);
            };
        };
        responses: {
            /** @description Have events sent again */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Idempotency-Replayed": components["headers"]["Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        endpoint: string;
                    };
                };
            };
            /** @description `invalid_request`: The request is not right. `idempotency_key_required`: An Idempotency-Key is needed. */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:invalid_request" | "urn:parley:problem:idempotency_key_required";
                    };
                };
            };
            401: components["responses"]["unauthorized"];
            403: components["responses"]["forbidden"];
            404: components["responses"]["not_found"];
            /** @description `idempotency_key_reused`: The Idempotency-Key was used before. `idempotency_in_progress`: The first call is still being worked on. `endpoint_disabled`: Nothing is sent to this endpoint. */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"] & {
                        /** @enum {unknown} */
                        type?: "urn:parley:problem:idempotency_key_reused" | "urn:parley:problem:idempotency_in_progress" | "urn:parley:problem:endpoint_disabled";
                    };
                };
            };
            413: components["responses"]["body_too_large"];
            415: components["responses"]["unsupported_media_type"];
            429: components["responses"]["rate_limited"];
            500: components["responses"]["internal"];
        };
    };
}
